import type { Binding } from '../evidence/binding.ts'
import type { Fact, Source, Value } from '../kernel/fact.ts'
import { fillNames } from '../kernel/source.ts'

/** Everything that can be said of one kind of subject. */
export interface SubjectFacts {
  /** By the name an author writes. */
  readonly facts: Readonly<Record<string, Fact>>
  /** How it is known whether the subject is there; absent where it always is. */
  readonly presence?: Presence
}

/** The fact `exists`: tells whether a subject is there, before any other fact about it is judged. Its value is a flag. */
export interface Presence extends Fact {
  /** Exactly one. */
  readonly sources: readonly [Source]
  /** Errors of reading it that mean "it is not there"; any other means that nobody knows. */
  readonly gone: readonly string[]
  /** What to tell when it is not there; `{name}` and its like stand for the subject's. */
  readonly missing: string
  /** What holds of a subject that is not there. */
  readonly facts: Readonly<Record<string, Value>>
}

/** Whether the subject is there; undefined when what was read does not tell. */
export function isPresent(
  presence: Presence,
  look: { readonly text: string } | { readonly errno: string },
  bound: Binding,
): boolean | undefined {
  if ('text' in look) return presence.parse([look.text], bound) === true
  return presence.gone.includes(look.errno) ? false : undefined
}

/** The message for a subject that is not there: `there is no cgroup /sys/fs/cgroup/mygroup`. */
export function missingText(presence: Presence, bound: Binding): string {
  return fillNames(presence.missing, bound) ?? presence.missing
}
