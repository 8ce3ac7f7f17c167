import { type Address, addressAt, printAddress } from './address.ts'
import type { Translate } from './address-space.ts'
import { Torn, UnsupportedKernel } from './failure.ts'
import { makeFrames, pageSize, pagesInFrame } from './frames.ts'
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

/** 256 MiB: no walk of a sound kernel needs more. */
const mostPages = 65_536

export function openPages(memory: PhysicalMemory, translate: Translate, frames = makeFrames()): Pages {
  /** Which page of the frames has which page of memory. */
  const slots = new Map<number, number>()
  /** The last one, since most reads are near the one before. */
  let [lastNumber, lastSlot] = [-1, 0]

  const slotOf = (number: number): number => {
    if (number === lastNumber) return lastSlot
    let slot = slots.get(number)
    if (slot === undefined) {
      if (number === 0) throw new Torn('a structure at NULL')
      slot = slots.size
      if (slot >= mostPages) throw new Torn(`a walk through more than ${mostPages} pages`)
      memory.fill(frames.page(slot), translate(number * pageSize))
      slots.set(number, slot)
    }
    lastNumber = number
    lastSlot = slot
    return slot
  }

  /** Where in its frame the value was found that was located last. */
  let offset = 0
  /** Members are aligned, so none but a text lies on two pages, unless its address is wrong. */
  const locate = (address: Address, size: number): DataView => {
    const inPage = address % pageSize
    if (inPage + size > pageSize) throw new Torn(`a member at ${printAddress(address)}`)
    const slot = slotOf(Math.floor(address / pageSize))
    offset = (slot % pagesInFrame) * pageSize + inPage
    return frames.view(slot)
  }

  return {
    unsigned(address, size) {
      const view = locate(address, size)
      if (size === 8) return view.getUint32(offset, true) + view.getUint32(offset + 4, true) * 2 ** 32
      if (size === 4) return view.getUint32(offset, true)
      if (size === 2) return view.getUint16(offset, true)
      if (size === 1) return view.getUint8(offset)
      throw new UnsupportedKernel(`number of ${size} bytes`)
    },
    signed(address, size) {
      const view = locate(address, size)
      if (size === 8) return view.getUint32(offset, true) + view.getInt32(offset + 4, true) * 2 ** 32
      if (size === 4) return view.getInt32(offset, true)
      if (size === 2) return view.getInt16(offset, true)
      if (size === 1) return view.getInt8(offset)
      throw new UnsupportedKernel(`number of ${size} bytes`)
    },
    pointer(address) {
      return addressAt(locate(address, 8), offset)
    },
    markedPointer(address) {
      const view = locate(address, 8)
      const isNull = view.getUint32(offset, true) < 4 && view.getUint32(offset + 4, true) === 0
      if (isNull) return 0
      const marked = addressAt(view, offset)
      return marked - (marked % 4)
    },
    text(address, most) {
      let text = ''
      for (let at = address; text.length < most; ) {
        const view = locate(at, 1)
        const end = Math.min(offset + most - text.length, offset - (at % pageSize) + pageSize)
        let here = offset
        while (here < end && view.getUint8(here) !== 0) here++
        for (let i = offset; i < here; i++) text += String.fromCharCode(view.getUint8(i))
        if (here < end) break
        at += here - offset
      }
      return decode(text)
    },
  }
}

/** Names may hold any bytes, here one for each character; those that are no UTF-8 become U+FFFD, as they do when Node reads the kernel's files. */
function decode(text: string): string {
  for (let i = 0; i < text.length; i++)
    if (text.charCodeAt(i) >= 0x80)
      return new TextDecoder().decode(Uint8Array.from(text, character => character.charCodeAt(0)))
  return text
}
