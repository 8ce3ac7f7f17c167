import leven from 'leven'

/** The known word an author most likely meant, or undefined when none is near. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > 40) return undefined
  const wanted = word.toLowerCase()
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of known) {
    const distance = leven(wanted, candidate.toLowerCase())
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}
