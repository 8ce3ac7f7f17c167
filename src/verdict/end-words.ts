import type { Exit } from '../evidence/evidence.ts'
import { exitWords } from '../linux/exit.ts'
import { definitionOf, type Subject } from '../subject/subject.ts'

/** How a named process ended, which explains why nothing can be read of it; undefined if it has not. */
export function endWords(subject: Subject, exits: Readonly<Record<string, Exit>>): string | undefined {
  const name = definitionOf(subject).processName?.(subject)
  const exit = name === undefined ? undefined : exits[name]
  return exit && `${name} has ended (${exitWords(exit)})`
}
