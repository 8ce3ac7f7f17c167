import leven from 'leven'

/** The known word an author most likely meant, or undefined when none is near. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > 40) return undefined
  const candidates = [...known]
  return nearest(word.toLowerCase(), candidates) ?? otherName(word, candidates)
}

function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined
  let least = word.length < 4 ? 2 : Math.max(3, Math.floor(word.length * 0.4))
  for (const candidate of candidates) {
    const distance = leven(word, candidate.toLowerCase())
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** Namespaces have one name in /proc/PID/ns, another in unshare(1) and a third in books. */
function otherName(word: string, candidates: readonly string[]): string | undefined {
  const names = otherNames.find(names => names.includes(word)) ?? []
  return candidates.find(candidate => names.includes(candidate))
}

const otherNames = [
  ['mount', 'mnt'],
  ['net', 'network'],
  ['uts', 'hostname'],
]
