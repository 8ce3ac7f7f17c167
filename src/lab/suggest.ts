import leven from 'leven'

/** The known word an author most likely meant, or undefined when none is near. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > 40) return undefined
  const candidates = [...known]
  const written = word.toLowerCase()
  return (
    otherName(written, candidates) ??
    swapped(written, candidates) ??
    nearest(written, candidates) ??
    extended(written, candidates)
  )
}

/** The only word of the same letters: `rnu` is `run`, which is far from it in so short a word. */
function swapped(word: string, candidates: readonly string[]): string | undefined {
  const sorted = (text: string) => [...text.toLowerCase()].sort().join('')
  const same = candidates.filter(candidate => sorted(candidate) === sorted(word))
  return same.length === 1 ? same[0] : undefined
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

/** The only word that ends in it: `KILL` is SIGKILL, `sys_admin` is CAP_SYS_ADMIN. */
function extended(word: string, candidates: readonly string[]): string | undefined {
  const longer = candidates.filter(candidate => candidate.toLowerCase().endsWith(word))
  return word.length >= 3 && longer.length === 1 ? longer[0] : undefined
}

/** Namespaces have one name in /proc/PID/ns, another in unshare(1) and a third in books; so have other things. */
function otherName(word: string, candidates: readonly string[]): string | undefined {
  const names = otherNames.find(names => names.includes(word)) ?? []
  return candidates.find(candidate => names.includes(candidate))
}

const otherNames = [
  ['mount', 'mnt'],
  ['net', 'network'],
  ['uts', 'hostname'],
  ['io', 'blkio'],
  ['cpu', 'cpuacct'],
  ['SIGABRT', 'sigiot'],
  ['SIGCHLD', 'sigcld'],
  ['SIGIO', 'sigpoll'],
]
