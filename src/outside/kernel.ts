import { type Address, printAddress, wrapAddress } from './address.ts'
import { addressSpace } from './address-space.ts'
import type { Place } from './btf.ts'
import { Torn, UnsupportedKernel } from './failure.ts'
import { type Frames, makeFrames } from './frames.ts'
import type { KernelMap } from './kernel-map.ts'
import type { EnumeratorName, Path, SymbolName } from './layout.ts'
import { openPages } from './pages.ts'
import type { PhysicalMemory } from './physical-memory.ts'

/**
 * Reads members of the kernel's structures, each given the address of its structure. It lives as long as one walk. Throws
 * `UnsupportedKernel` for a member that the kernel lacks, and `Torn` for an address that leads nowhere.
 */
export interface Kernel {
  symbol(name: SymbolName): Address
  /** Whether this kernel has such a member: how kernels show in which of two ways they do something. */
  has(path: Path): boolean
  enumerator(name: EnumeratorName): number
  /** Undefined where the kernel lacks it: how an optional part of the kernel shows that it is not there. */
  enumeratorIfThere(name: EnumeratorName): number | undefined
  /** The address of a member. */
  at(structure: Address, path: Path): Address
  /** The address of an element of an array. */
  element(structure: Address, path: ArrayPath, index: number): Address
  /** The structure that has this member at this address: container_of. */
  container(member: Address, path: Path): Address
  /** An unsigned number; above 2^53 it is rounded. */
  number(structure: Address, path: Path): number
  /** A number that may be negative. */
  signed(structure: Address, path: Path): number
  /** 64 bits in hexadecimal, all 16 digits. */
  mask(structure: Address, path: Path): string
  /** What a member points to, which must not be NULL. */
  follow(structure: Address, path: Path): Address
  /** What a member points to, or 0. */
  pointer(structure: Address, path: Path): Address
  /** The same of a pointer that has flags in its two lowest bits. */
  markedPointer(structure: Address, path: Path): Address
  /** What a pointer at this address points to, or 0: for structures that BTF does not describe. */
  pointerAt(address: Address): Address
  /** The bytes of a member. */
  sizeOf(path: Path): number
  /** How many processors it may have. */
  cpuCount(): number
  /** What a member points to for each processor: per-CPU data. */
  perCpu(structure: Address, path: Path): readonly Address[]
  /** The element of an array, as a number or as a pointer. */
  numberIn(structure: Address, path: ArrayPath, index: number): number
  pointerIn(structure: Address, path: ArrayPath, index: number): Address
  /** A text that ends with a zero byte, or with the member it is in. */
  text(structure: Address, path: Path): string
  /** A text that a member points to. */
  textBehind(structure: Address, path: Path): string
  /** What is made of a structure, once in a walk: for what many others share. `what` names it. */
  once<Value>(what: string, structure: Address, make: () => Value): Value
  /** Bytes at an address, in hexadecimal digits. */
  digits(address: Address, count: number): string
}

type ArrayPath = Extract<Path, `${string}[]`>

/** No name that is read is longer: NAME_MAX. */
const longestText = 255

/** More than any kernel is built for. */
const mostCpus = 8192

/** `frames`: room for what is read, which nobody else uses until the walk is over. */
export function kernelReader(map: KernelMap, memory: PhysicalMemory, frames: Frames = makeFrames()): Kernel {
  const pages = openPages(memory, addressSpace(map, memory), frames)
  const made = new Map<string, Map<Address, unknown>>()
  const masks = new Map<number, string>()

  const placeOf = (path: Path): Place => {
    const place = map.places[path]
    if (!place) throw new UnsupportedKernel(path)
    return place
  }
  const at = (structure: Address, path: Path) => structure + placeOf(path).offset
  const element = (structure: Address, path: ArrayPath, index: number) => {
    const { offset, size } = placeOf(path)
    return structure + offset + index * size
  }
  const pointer = (structure: Address, path: Path) => pages.pointer(at(structure, path))
  const follow = (structure: Address, path: Path) => {
    const address = pointer(structure, path)
    if (address === 0) throw new Torn(`${path} of ${printAddress(structure)} is NULL`)
    return address
  }

  const cpuCount = () => {
    const count = pages.unsigned(map.symbols.nr_cpu_ids, 4)
    if (count > mostCpus) throw new Torn(`${count} processors`)
    return count
  }
  /** Where the data of each processor begin. A per-CPU pointer is a distance from there, so it may be any number. */
  const cpuAreas = (): number[] =>
    Array.from({ length: cpuCount() }, (_, cpu) => lowBits(map.symbols.__per_cpu_offset + 8 * cpu))
  const lowBits = (address: Address) => pages.unsigned(address, 4) + pages.unsigned(address + 4, 2) * 2 ** 32

  return {
    symbol: name => map.symbols[name],
    has: path => map.places[path] !== null,
    enumerator(name) {
      const value = map.enumerators[name]
      if (value === null) throw new UnsupportedKernel(name)
      return value
    },
    enumeratorIfThere: name => map.enumerators[name] ?? undefined,
    at,
    element,
    container: (member, path) => member - placeOf(path).offset,
    number(structure, path) {
      const { offset, size, bits } = placeOf(path)
      const value = pages.unsigned(structure + offset, size)
      return bits ? Math.floor(value / 2 ** bits.from) % 2 ** bits.count : value
    },
    signed: (structure, path) => pages.signed(at(structure, path), placeOf(path).size),
    mask(structure, path) {
      const address = at(structure, path)
      const [high, low] = [pages.unsigned(address + 4, 4), pages.unsigned(address, 4)]
      const number = high * 2 ** 32 + low
      const known = Number.isSafeInteger(number) ? masks.get(number) : undefined
      if (known !== undefined) return known
      const mask = hexadecimal(high) + hexadecimal(low)
      if (Number.isSafeInteger(number)) masks.set(number, mask)
      return mask
    },
    follow,
    pointer,
    markedPointer: (structure, path) => pages.markedPointer(at(structure, path)),
    pointerAt: address => pages.pointer(address),
    sizeOf: path => placeOf(path).size,
    cpuCount,
    perCpu(structure, path) {
      const pointer = lowBits(at(structure, path))
      return cpuAreas().map(area => wrapAddress(pointer + area))
    },
    numberIn: (structure, path, index) => pages.unsigned(element(structure, path, index), placeOf(path).size),
    pointerIn: (structure, path, index) => pages.pointer(element(structure, path, index)),
    text: (structure, path) => pages.text(at(structure, path), placeOf(path).size),
    textBehind: (structure, path) => pages.text(follow(structure, path), longestText),
    once<Value>(what: string, structure: Address, make: () => Value) {
      const values = made.get(what) ?? new Map<Address, unknown>()
      made.set(what, values)
      const known = values.get(structure)
      if (known !== undefined) return known as Value
      const value = make()
      values.set(structure, value)
      return value
    },
    digits: (address, count) =>
      Array.from({ length: count }, (_, i) =>
        pages
          .unsigned(address + i, 1)
          .toString(16)
          .padStart(2, '0'),
      ).join(''),
  }
}

const hexadecimal = (word: number) => word.toString(16).padStart(8, '0')
