import type { Binding } from '../evidence/binding.ts'
import type { Exit, MachineRecord, Sample } from '../evidence/evidence.ts'
import type { Reason } from '../evidence/reason.ts'
import type { Value } from '../kernel/fact.ts'
import { bindSource, sourceName } from '../kernel/source.ts'
import { exitWords } from '../linux/exit.ts'
import { isPresent, missingText, type Presence } from '../subject/presence.ts'
import { definitionOf, type Subject, subjectKey, subjectWords } from '../subject/subject.ts'
import { findReading, refusalText, type SourceText } from './read-fact.ts'
import { reason } from './reason.ts'

/** Whether the subject is there: the first question, before any of its facts. */
export type SubjectPresence = Here | Absent | { readonly is: 'unknown'; readonly reason: Reason }

export interface Here {
  readonly is: 'here'
  readonly binding: Binding
}

/** Nothing is meant by the subject, or more than one thing is. */
export interface Absent {
  readonly is: 'absent'
  readonly words: string
  /** What holds of what is not there: `exists` is false. Nothing does where several were found. */
  readonly facts: Readonly<Record<string, Value>>
  readonly texts: readonly SourceText[]
}

/** What is known beside the sample. */
export interface Around {
  readonly exits: Readonly<Record<string, Exit>>
  readonly machine: MachineRecord
}

export function findSubject(subject: Subject, sample: Sample, around: Around): SubjectPresence {
  const found = sample.bindings[subjectKey(subject)]
  const { presence, form } = definitionOf(subject)
  if (!found) return { is: 'unknown', reason: reason('unread', { what: subjectWords(subject) }) }
  if ('refused' in found) return { is: 'unknown', reason: reason('refused', found.refused) }
  if ('missing' in found) {
    // What a process would see is not known where there is none: only of the process itself is its absence a fact.
    const facts = several(found) || form.of === 'process' ? {} : (presence?.facts ?? {})
    return { is: 'absent', words: endWords(subject, around.exits) ?? found.missing, facts, texts: [] }
  }
  const binding = { cgroup: around.machine.cgroup, ...found }
  return presence ? look(presence, subject, binding, sample, around) : { is: 'here', binding }
}

/** A runner that found several says how many. */
const several = (binding: { readonly missing: string; readonly found?: number }) => (binding.found ?? 0) > 1

function look(
  rule: Presence,
  subject: Subject,
  binding: Binding,
  sample: Sample,
  { exits }: Around,
): SubjectPresence {
  const bound = bindSource(rule.sources[0], binding)
  const source = bound && sourceName(bound)
  const reading = source === undefined ? undefined : findReading(sample, source)
  if (!reading) return { is: 'unknown', reason: reason('unread', { what: source ?? subjectWords(subject) }) }
  const present = isPresent(rule, reading, binding)
  if (present) return { is: 'here', binding }
  if (present === undefined && !('text' in reading))
    return { is: 'unknown', reason: reason('refused', reading) }
  const words = endWords(subject, exits) ?? missingText(rule, binding)
  const text = 'text' in reading ? reading.text : refusalText(reading)
  return { is: 'absent', words, facts: rule.facts, texts: [{ source: reading.source, text }] }
}

/** How a named process ended, which explains why nothing can be read of it; undefined when no end was seen. */
export function endWords(subject: Subject, exits: Readonly<Record<string, Exit>>): string | undefined {
  const name = definitionOf(subject).processName?.(subject)
  const exit = name === undefined ? undefined : exits[name]
  return exit && `no process named ${name} is running: it ended (${exitWords(exit)})`
}
