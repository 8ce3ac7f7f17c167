import { type Address, addressAt, printAddress } from './address.ts'
import type { Translate } from './address-space.ts'
import { Torn, UnsupportedKernel } from './failure.ts'
import type { PhysicalMemory } from './physical-memory.ts'

/**
 * Reads values at addresses. Every page is read once, when something in it is first asked for, and kept: for one walk. Throws `Torn` for an address
 * that leads nowhere.
 */
export interface Pages {
  /** Numbers of 1, 2, 4 or 8 bytes; above 2^53 they are rounded. */
  unsigned(address: Address, size: number): number
  signed(address: Address, size: number): number
  /** An address, or 0. */
  pointer(address: Address): Address
  /** An address, or 0, without the flags that are kept in its two lowest bits. */
  markedPointer(address: Address): Address
  /** Up to a zero byte, at most `most` bytes. */
  text(address: Address, most: number): string
}

const pageSize = 4096

/** 256 MiB: no walk of a sound kernel needs more. */
const mostPages = 65_536

export function openPages(memory: PhysicalMemory, translate: Translate): Pages {
  const pages = new Map<number, DataView>()

  const pageOf = (address: Address): DataView => {
    const number = Math.floor(address / pageSize)
    const known = pages.get(number)
    if (known) return known
    if (address === 0) throw new Torn('a structure at NULL')
    if (pages.size >= mostPages) throw new Torn(`a walk through more than ${mostPages} pages`)
    const bytes = memory.read(translate(number * pageSize), pageSize)
    const page = new DataView(bytes.buffer, bytes.byteOffset, pageSize)
    pages.set(number, page)
    return page
  }

  /** Members are aligned, so none but a text lies on two pages, unless its address is wrong. */
  const locate = (address: Address, size: number) => {
    const offset = address % pageSize
    if (offset + size > pageSize) throw new Torn(`a member at ${printAddress(address)}`)
    return { page: pageOf(address), offset }
  }

  return {
    unsigned(address, size) {
      const { page, offset } = locate(address, size)
      if (size === 8) return page.getUint32(offset, true) + page.getUint32(offset + 4, true) * 2 ** 32
      if (size === 4) return page.getUint32(offset, true)
      if (size === 2) return page.getUint16(offset, true)
      if (size === 1) return page.getUint8(offset)
      throw new UnsupportedKernel(`number of ${size} bytes`)
    },
    signed(address, size) {
      const { page, offset } = locate(address, size)
      if (size === 8) return page.getUint32(offset, true) + page.getInt32(offset + 4, true) * 2 ** 32
      if (size === 4) return page.getInt32(offset, true)
      if (size === 2) return page.getInt16(offset, true)
      if (size === 1) return page.getInt8(offset)
      throw new UnsupportedKernel(`number of ${size} bytes`)
    },
    pointer(address) {
      const { page, offset } = locate(address, 8)
      return addressAt(page, offset)
    },
    markedPointer(address) {
      const { page, offset } = locate(address, 8)
      const isNull = page.getUint32(offset, true) < 4 && page.getUint32(offset + 4, true) === 0
      if (isNull) return 0
      const marked = addressAt(page, offset)
      return marked - (marked % 4)
    },
    text(address, most) {
      const bytes: number[] = []
      for (let at = address; bytes.length < most; at++) {
        const byte = pageOf(at).getUint8(at % pageSize)
        if (byte === 0) break
        bytes.push(byte)
      }
      return decode(bytes)
    },
  }
}

/** Names may hold any bytes; those that are no UTF-8 become U+FFFD, as they do when Node reads the kernel's files. */
function decode(bytes: readonly number[]): string {
  if (bytes.every(byte => byte < 0x80)) return String.fromCharCode(...bytes)
  return new TextDecoder().decode(Uint8Array.from(bytes))
}
