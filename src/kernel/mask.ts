import { unreadable } from '../linux/unreadable.ts'

/** The bits that are set in a mask of 16 hexadecimal digits, such as CapEff or SigBlk, counted from 0. */
export function bitsOf(mask: string): number[] {
  if (!/^[0-9a-f]{16}$/.test(mask)) throw unreadable('a mask of 16 hexadecimal digits', mask)
  const bits = BigInt(`0x${mask}`)
  return Array.from({ length: 64 }, (_, bit) => bit).filter(bit => (bits >> BigInt(bit)) & 1n)
}
