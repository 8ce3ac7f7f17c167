import { escaped } from '../evidence/attempt-id.ts'
import type { Digest } from '../runtime/runtime.ts'

/** Bytes that a learner may take in the name of an evidence file, beside lab and seed. */
const longest = 80

/** The name of a learner, short enough for file names: of a longer one its beginning and a digest, so that no two become one. */
export function learnerName(text: string, digest: Digest): string {
  if (bytesOf(text) <= longest) return text
  const mark = digest(text).slice(0, 8)
  const characters = [...text]
  while (bytesOf(characters.join('')) > longest - mark.length - 1) characters.pop()
  return `${characters.join('')}-${mark}`
}

const bytesOf = (text: string) => new TextEncoder().encode(escaped(text)).length

/** Numbers the attempts of equal lab, seed and learner, from 1. */
export function numbering(): (lab: string, seed: string, learner: string) => number {
  const counts = new Map<string, number>()
  return (...head) => {
    const key = JSON.stringify(head)
    const number = (counts.get(key) ?? 0) + 1
    counts.set(key, number)
    return number
  }
}
