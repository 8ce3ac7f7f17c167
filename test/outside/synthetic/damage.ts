import type { SyntheticGuest } from './guest.ts'

/** Puts something else where a member is or could be: bits, a small number, or a pointer to anywhere nearby. */
export function damage(
  { memory, map }: SyntheticGuest,
  page: number,
  random: (below: number) => number,
  used: number,
) {
  // Structures begin at pages and are short.
  const at = page - (page % 4096) + 8 * random(30)
  const pointer = 0xffff_0000_0000_0000n + BigInt(map.directMap + 0x300000 + random(used))
  const values = [BigInt(random(2 ** 32)) << 32n, BigInt(random(64)), pointer, pointer & ~0xfffn]
  memory.writeNumber(at, values[random(values.length)] as bigint, 8)
}

/** The same numbers in every run: a linear congruential generator. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = BigInt(seed)
  return below => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffff_ffff_ffff_ffffn
    return Number(state >> 33n) % Math.floor(below)
  }
}
