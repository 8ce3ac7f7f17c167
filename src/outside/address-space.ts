import { type Address, imageStart, printAddress } from './address.ts'
import { Torn } from './failure.ts'
import type { KernelMap } from './kernel-map.ts'
import type { PhysicalMemory } from './physical-memory.ts'

/** Translates a virtual address of the kernel into a physical one. Throws `Torn` if nothing is mapped there. */
export type Translate = (address: Address) => number

/**
 * The kernel's own address space. Its image and the direct map of all RAM are contiguous, so an addition translates them; all else, such as
 * what is allocated with vmalloc, is looked up in the page table.
 */
export function addressSpace(map: KernelMap, memory: PhysicalMemory): Translate {
  const { imageBase, directMap, symbols } = map
  const inImage = (address: Address) => address - imageStart + imageBase
  const table = inImage(map.pageTable)
  return address => {
    if (address >= directMap && address < directMap + memory.size) return address - directMap
    if (address >= symbols._text && address < symbols._end) return inImage(address)
    return lookUp(memory, table, address)
  }
}

/** Sizes of what an entry covers, from the first level of tables to the last. */
const spans = [2 ** 39, 2 ** 30, 2 ** 21, 2 ** 12]
const largest = 2 ** 30

/** Walks the four levels as the processor does: Intel's manual, volume 3, section 4.5. */
function lookUp(memory: PhysicalMemory, top: number, address: Address): number {
  let table = top
  for (const span of spans) {
    const index = Math.floor(address / span) % 512
    const bytes = memory.read(table + 8 * index, 8)
    const entry = new DataView(bytes.buffer, bytes.byteOffset)
    const [low, high] = [entry.getUint32(0, true), entry.getUint32(4, true)]
    if ((low & present) === 0) break
    // Bits 12 to 51 are the address of a page or of the next table; above and below them are flags.
    const target = (high & 0xfffff) * 2 ** 32 + ((low & ~0xfff) >>> 0)
    const isPage = span === 4096 || (span <= largest && (low & large) !== 0)
    if (isPage) return target - (target % span) + (address % span)
    table = target
  }
  throw new Torn(`nothing is mapped at ${printAddress(address)}`)
}

const present = 1
const large = 0x80
