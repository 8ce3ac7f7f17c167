import { type Address, imageStart, printAddress } from '../../../src/outside/address.ts'
import { type Kernel, kernelReader } from '../../../src/outside/kernel.ts'
import type { KernelMap } from '../../../src/outside/kernel-map.ts'
import { enumeratorNames, type Path, paths } from '../../../src/outside/layout.ts'
import { makeKernelMap } from '../../../src/outside/make-kernel-map.ts'
import { type ArrayMemory, arrayMemory } from './array-memory.ts'
import { structuresFor } from './structures.ts'
import { writeBtf } from './write-btf.ts'
import { writeKallsyms } from './write-kallsyms.ts'

/** A small guest whose memory has all that a kernel map is made from, and whatever structures a test puts there. */
export interface SyntheticGuest {
  readonly memory: ArrayMemory
  readonly map: KernelMap
  /** Where the data of each of its two processors begin. */
  readonly cpuAreas: readonly Address[]
  /** A reader for one walk. */
  kernel(): Kernel
  /** Allocates a zeroed structure. */
  make(): Address
  /** The address of an element of an array. */
  element(structure: Address, path: Path, index: number): Address
  /** Sets a member: a number, a pointer's address, or the bytes of a text. */
  set(structure: Address, path: Path, value: number | string, index?: number): void
  point(structure: Address, path: Path, to: Address, index?: number): void
  /** Allocates a text and points to it. */
  pointToText(structure: Address, path: Path, text: string): void
  /** Makes a ring of list heads: the head, and a member of each entry. */
  link(head: Address, entries: readonly Address[], path: Path): void
}

const imageBase = 0x100000
const directMap: Address = 0x8880_0000_0000
const ram = 0x800000
const heap = 0x300000

/** Where things are in the image. */
const places = {
  _text: 0x1000,
  _stext: 0x1000,
  page_offset_base: 0x2000,
  nr_cpu_ids: 0x2100,
  __per_cpu_offset: 0x2200,
  init_task: 0x3000,
  cgrp_dfl_root: 0x8000,
  init_top_pgt: 0x10000,
  kallsyms_num_syms: 0x20000,
  kallsyms_relative_base: 0x20008,
  kallsyms_offsets: 0x21000,
  kallsyms_names: 0x22000,
  kallsyms_token_table: 0x24000,
  kallsyms_token_index: 0x25000,
  __start_BTF: 0x80000,
} as const

/** How a kernel differs from the one that the lists of paths were made for. */
interface Difference {
  /** Paths and enumerators that it lacks. */
  readonly without?: readonly string[]
  /** What it calls a path. */
  readonly renamed?: Readonly<Record<string, string>>
}

export function syntheticGuest({ without = [], renamed = {} }: Difference = {}): SyntheticGuest {
  const memory = arrayMemory(ram)
  const inImage = (offset: number) => imageBase + offset
  const write64 = (at: number, address: Address) =>
    memory.writeNumber(at, address === 0 ? 0 : 0xffff_0000_0000_0000n + BigInt(address), 8)

  const has = (name: string) => !without.includes(name)
  // A member is an array or not.
  const isTwin = (path: string) =>
    path.endsWith('[]') && paths.some(other => has(other) && `${other}[]` === path)
  const own = paths.filter(path => has(path) && !isTwin(path)).map(path => renamed[path] ?? path)
  const btf = writeBtf(structuresFor(own, enumeratorNames.filter(has)))
  memory.write(inImage(places.__start_BTF), btf)
  const ends = { __stop_BTF: places.__start_BTF + btf.length, _end: 0x200000 }
  const symbols = Object.entries({ ...places, ...ends }).filter(([name]) => !name.startsWith('kallsyms'))
  const table = writeKallsyms(symbols, 'absolute-percpu')
  memory.writeNumber(inImage(places.kallsyms_num_syms), symbols.length, 4)
  write64(inImage(places.kallsyms_relative_base), imageStart)
  memory.write(inImage(places.kallsyms_offsets), table.offsets)
  memory.write(inImage(places.kallsyms_names), table.names)
  memory.write(inImage(places.kallsyms_token_table), table.tokenTable)
  memory.write(inImage(places.kallsyms_token_index), table.tokenIndex)
  write64(inImage(places.page_offset_base), directMap)
  const told = ['_stext', 'init_top_pgt', ...Object.keys(places).filter(name => name.startsWith('kallsyms'))]
  const lines = told.map(name => {
    const address = imageStart + places[name as keyof typeof places]
    return `SYMBOL(${name})=${printAddress(address)}\n`
  })
  const numbers = `NUMBER(phys_base)=${imageBase}\nNUMBER(pgtable_l5_enabled)=0\n`
  memory.write(
    ram - 0x2000,
    Buffer.from(`OSRELEASE=6.12.0-synthetic\nPAGESIZE=4096\n${lines.join('')}${numbers}`),
  )

  const map = makeKernelMap(memory)
  const physical = (address: Address) =>
    address >= imageStart ? address - imageStart + imageBase : address - directMap
  let free = heap
  const make = () => {
    free += 0x1000
    return directMap + free - 0x1000
  }
  const cpuAreas = [make(), make()]
  memory.writeNumber(inImage(places.nr_cpu_ids), cpuAreas.length, 4)
  cpuAreas.forEach((area, cpu) => void write64(inImage(places.__per_cpu_offset) + 8 * cpu, area))
  const placeOf = (path: Path) => {
    const place = map.places[path]
    if (!place) throw new Error(`the synthetic kernel has no ${path}`)
    return place
  }
  const locate = (structure: Address, path: Path, index = 0) => {
    const { offset, size } = placeOf(path)
    return { at: physical(structure) + offset + index * size, size }
  }
  const point: SyntheticGuest['point'] = (structure, path, to, index) =>
    write64(locate(structure, path, index).at, to)
  return {
    memory,
    map,
    cpuAreas,
    kernel: () => kernelReader(map, memory),
    make,
    element(structure, path, index) {
      const { offset, size } = placeOf(path)
      return structure + offset + index * size
    },
    set(structure, path, value, index) {
      const { at, size } = locate(structure, path, index)
      if (typeof value === 'number') memory.writeNumber(at, value, size)
      else memory.write(at, Buffer.from(value))
    },
    point,
    pointToText(structure, path, text) {
      const to = make()
      memory.write(physical(to), Buffer.from(`${text}\0`))
      point(structure, path, to)
    },
    link(head, entries, path) {
      const ring = [head, ...entries.map(entry => entry + placeOf(path).offset)]
      ring.forEach((node, i) => {
        const next = ring[(i + 1) % ring.length] as Address
        point(node, 'list_head.next', next)
        point(next, 'list_head.prev', node)
      })
    },
  }
}
