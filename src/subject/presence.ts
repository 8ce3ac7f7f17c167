import type { Binding } from '../evidence/binding.ts'
import type { Fact, Source, Value } from '../kernel/fact.ts'
import { fillNames } from '../kernel/source.ts'

/** The fact `exists`, judged before any other fact of a subject. Its value is a flag. */
export interface Presence extends Fact {
  /** Exactly one. */
  readonly sources: readonly [Source]
  /** Errnos of a read that mean the subject does not exist; any other error is inconclusive. */
  readonly gone: readonly string[]
  /** The message when the subject does not exist; `{name}` and the like are filled in from its binding. */
  readonly missing: string
  /** The facts of a subject that does not exist. */
  readonly facts: Readonly<Record<string, Value>>
}

/** Whether the subject exists; undefined when the reading is inconclusive. */
export function isPresent(
  presence: Presence,
  look: { readonly text: string } | { readonly errno: string },
  bound: Binding,
): boolean | undefined {
  if ('text' in look) return presence.parse([look.text], bound) === true
  return presence.gone.includes(look.errno) ? false : undefined
}

/** The message for a subject that does not exist: `there is no cgroup /sys/fs/cgroup/mygroup`. */
export function missingText(presence: Presence, bound: Binding): string {
  return fillNames(presence.missing, bound) ?? presence.missing
}
