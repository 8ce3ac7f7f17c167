import { attemptId } from '../evidence/attempt-id.ts'
import type { AttemptHead } from '../evidence/evidence.ts'
import type { Lab } from '../lab/lab.ts'
import type { Digest } from '../runtime/runtime.ts'

/** One planned attempt at a lab; actor and machine are passed to `runAttempt`. */
export interface Attempt {
  readonly head: AttemptHead
  readonly lab: Lab
}

export function newAttempt(lab: Lab, number = 1): Attempt {
  const head = { lab: lab.id, seed: lab.seed, number }
  return { lab, head: { id: attemptId(head), ...head } }
}

/** Attempts at each lab in turn, `repeat` rounds of them; made one at a time, however many there are. */
export function* attemptsAt(labs: readonly Lab[], repeat = 1): Generator<Attempt> {
  for (let number = 1; number <= repeat; number++) for (const lab of labs) yield newAttempt(lab, number)
}

/** Equal for labs that differ only in the file they were read from and the positions in it. 16 hexadecimal digits. */
export function labDigest(lab: Lab, digest: Digest): string {
  return digestOf(lab, digest, withoutPositions)
}

/** Whether a digest was made of this lab, by this version or by the one before, which counted positions too. */
export function isDigestOf(lab: Lab, digest: Digest, known: string): boolean {
  return known === labDigest(lab, digest) || known === digestOf(lab, digest)
}

function digestOf(lab: Lab, digest: Digest, replacer?: (key: string, value: unknown) => unknown): string {
  const { file: _, ...rest } = lab
  return digest(JSON.stringify(rest, replacer)).slice(0, 16)
}

/** JSON has no infinity, and a limit of `max` is one. */
function withoutPositions(key: string, value: unknown): unknown {
  if (key === 'at' && typeof value === 'object' && value !== null && 'column' in value) return undefined
  return value === Number.POSITIVE_INFINITY ? 'infinity' : value
}
