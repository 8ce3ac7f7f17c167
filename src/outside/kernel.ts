import { type Address, addressAt, printAddress } from './address.ts'
import { addressSpace } from './address-space.ts'
import type { Place } from './btf.ts'
import { Torn, UnsupportedKernel } from './failure.ts'
import type { KernelMap } from './kernel-map.ts'
import type { EnumeratorName, Path, SymbolName } from './layout.ts'
import type { PhysicalMemory } from './physical-memory.ts'

/**
 * Reads members of the kernel's structures, each given the address of its structure. Every page is read once, when something in it is first asked for,
 * so a reader lives as long as one walk. Throws `UnsupportedKernel` for a member that the kernel lacks, and `Torn` for an address that leads
 * nowhere.
 */
export interface Kernel {
  symbol(name: SymbolName): Address
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
  /** The element of an array, as a number or as a pointer. */
  numberIn(structure: Address, path: ArrayPath, index: number): number
  pointerIn(structure: Address, path: ArrayPath, index: number): Address
  /** A text that ends with a zero byte, or with the member it is in. */
  text(structure: Address, path: Path): string
  /** A text that a member points to. */
  textBehind(structure: Address, path: Path): string
}

type ArrayPath = Extract<Path, `${string}[]`>

const pageSize = 4096

/** 256 MiB: no walk of a sound kernel needs more. */
const mostPages = 65_536

/** No name that is read is longer: NAME_MAX. */
const longestText = 255

export function kernelReader(map: KernelMap, memory: PhysicalMemory): Kernel {
  const translate = addressSpace(map, memory)
  const pages = new Map<number, DataView>()

  const pageOf = (number: number): DataView => {
    const known = pages.get(number)
    if (known) return known
    if (pages.size >= mostPages) throw new Torn(`a walk through more than ${mostPages} pages`)
    const bytes = memory.read(translate(number * pageSize), pageSize)
    const page = new DataView(bytes.buffer, bytes.byteOffset, pageSize)
    pages.set(number, page)
    return page
  }

  const placeOf = (path: Path): Place => {
    const place = map.places[path]
    if (!place) throw new UnsupportedKernel(path)
    return place
  }

  /** Members are aligned, so none lies on two pages. */
  const locate = (address: Address) => {
    if (address === 0) throw new Torn('a structure at NULL')
    return { page: pageOf(Math.floor(address / pageSize)), offset: address % pageSize }
  }

  const unsignedAt = (address: Address, { size, bits }: Place): number => {
    const { page, offset } = locate(address)
    const value = unsigned(page, offset, size)
    return bits ? Math.floor(value / 2 ** bits.from) % 2 ** bits.count : value
  }

  const pointerAt = (address: Address): Address => {
    const { page, offset } = locate(address)
    return addressAt(page, offset)
  }

  const textAt = (address: Address, most: number): string => {
    const bytes: number[] = []
    for (let at = address; bytes.length < most; at++) {
      const { page, offset } = locate(at)
      const byte = page.getUint8(offset)
      if (byte === 0) break
      bytes.push(byte)
    }
    return decode(bytes)
  }

  const at = (structure: Address, path: Path): Address => structure + placeOf(path).offset
  const element = (structure: Address, path: ArrayPath, index: number): Address => {
    const { offset, size } = placeOf(path)
    return structure + offset + index * size
  }
  const pointer = (structure: Address, path: Path): Address => pointerAt(at(structure, path))
  const follow = (structure: Address, path: Path): Address => {
    const address = pointer(structure, path)
    if (address === 0) throw new Torn(`${path} of ${printAddress(structure)} is NULL`)
    return address
  }

  return {
    symbol: name => map.symbols[name],
    enumerator(name) {
      const value = map.enumerators[name]
      if (value === null) throw new UnsupportedKernel(name)
      return value
    },
    enumeratorIfThere: name => map.enumerators[name] ?? undefined,
    at,
    element,
    container: (member, path) => member - placeOf(path).offset,
    number: (structure, path) => unsignedAt(at(structure, path), placeOf(path)),
    signed(structure, path) {
      const { page, offset } = locate(at(structure, path))
      return signed(page, offset, placeOf(path).size)
    },
    mask(structure, path) {
      const { page, offset } = locate(at(structure, path))
      return hexadecimal(page.getUint32(offset + 4, true)) + hexadecimal(page.getUint32(offset, true))
    },
    pointer,
    follow,
    numberIn: (structure, path, index) => unsignedAt(element(structure, path, index), placeOf(path)),
    pointerIn: (structure, path, index) => pointerAt(element(structure, path, index)),
    text: (structure, path) => textAt(at(structure, path), placeOf(path).size),
    textBehind: (structure, path) => textAt(follow(structure, path), longestText),
  }
}

function unsigned(page: DataView, offset: number, size: number): number {
  if (size === 8) return page.getUint32(offset, true) + page.getUint32(offset + 4, true) * 2 ** 32
  if (size === 4) return page.getUint32(offset, true)
  if (size === 2) return page.getUint16(offset, true)
  if (size === 1) return page.getUint8(offset)
  throw new UnsupportedKernel(`number of ${size} bytes`)
}

function signed(page: DataView, offset: number, size: number): number {
  if (size === 8) return page.getUint32(offset, true) + page.getInt32(offset + 4, true) * 2 ** 32
  if (size === 4) return page.getInt32(offset, true)
  if (size === 2) return page.getInt16(offset, true)
  if (size === 1) return page.getInt8(offset)
  throw new UnsupportedKernel(`number of ${size} bytes`)
}

const hexadecimal = (word: number) => word.toString(16).padStart(8, '0')

/** Names may hold any bytes; those that are no UTF-8 become U+FFFD, as they do when Node reads the kernel's files. */
function decode(bytes: readonly number[]): string {
  if (bytes.every(byte => byte < 0x80)) return String.fromCharCode(...bytes)
  return new TextDecoder().decode(Uint8Array.from(bytes))
}
