import { Torn, UnsupportedKernel } from './failure.ts'

/**
 * A virtual address of the kernel, counted from 0xffff_0000_0000_0000; 0 is NULL. With four levels of page tables all addresses of
 * the kernel are above that (the kernel's Documentation/arch/x86/x86_64/mm.rst), and the rest is 48 bits long: a number is exact, and faster than a bigint.
 */
export type Address = number

/** The first address of the kernel's half. */
const firstAddress: Address = 0x8000_0000_0000

/** Where the kernel's own text and data are mapped: __START_KERNEL_map. */
export const imageStart: Address = 0xffff_8000_0000

/** Reads a pointer. Throws `Torn` for one that is neither NULL nor an address of the kernel, such as a user's. */
export function addressAt(view: DataView, offset: number): Address {
  const [low, high] = [view.getUint32(offset, true), view.getUint32(offset + 4, true)]
  if (low === 0 && high === 0) return 0
  const address = (high & 0xffff) * 2 ** 32 + low
  if (high >>> 16 === 0xffff && address >= firstAddress) return address
  throw new Torn(`${hex(high)}${hex(low)} is no address of the kernel`)
}

/** The address that a sum of two numbers of 48 bits stands for: the processor adds 64 bits and drops what is above. */
export function wrapAddress(sum: number): Address {
  const address = sum % 2 ** 48
  if (address < firstAddress) throw new Torn(`${address.toString(16)} is no address of the kernel`)
  return address
}

/** Parses an address as the kernel prints it: 16 hexadecimal digits. */
export function parseAddress(text: string): Address {
  const address = /^ffff[89a-f][0-9a-f]{11}$/.test(text) ? Number.parseInt(text.slice(4), 16) : undefined
  if (address === undefined) throw new UnsupportedKernel(`four-level address such as ${text}`)
  return address
}

/** An address as the kernel prints it. */
export const printAddress = (address: Address): string => `ffff${address.toString(16).padStart(12, '0')}`

const hex = (word: number) => word.toString(16).padStart(8, '0')
