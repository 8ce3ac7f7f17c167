import { type Binding, isBound } from '../evidence/binding.ts'
import type { Exit, MachineRecord, Sample } from '../evidence/evidence.ts'
import type { Observed } from '../evidence/observation.ts'
import type { Reason } from '../evidence/reason.ts'
import type { Value } from '../kernel/fact.ts'
import { type Piece, wholeTexts } from '../kernel/quote.ts'
import { bindSource, fillNames, sourceName } from '../kernel/source.ts'
import { isPresent, missingText, type Presence } from '../subject/presence.ts'
import { definitionOf, type Subject, subjectKey, subjectWords } from '../subject/subject.ts'
import { compareSides, type SeenOutside, seenOutside } from './both-sides.ts'
import { endWords } from './end-words.ts'
import { findReading, outsideName, refusalText, type SourceText, sourceShown } from './read-fact.ts'
import { reason } from './reason.ts'
import { lackingMachine } from './refusal.ts'

/** Whether the subject is there: the first question, before any of its facts. */
export type SubjectPresence = Here | Absent | Unknown

export interface Unknown {
  readonly is: 'unknown'
  readonly reason: Reason
  /** What was read inside and what is seen from outside, if one contradicts the other. */
  readonly sides?: { readonly inside: string; readonly outside: string }
}

export interface Here {
  readonly is: 'here'
  readonly binding: Binding
}

/** There is no such subject, or more than one. */
export interface Absent {
  readonly is: 'absent'
  readonly words: string
  /** The facts that hold of a subject that does not exist: `exists` is false. None where several were found. */
  readonly facts: Readonly<Record<string, Value>>
  readonly texts: readonly SourceText[]
  /** What the texts show. */
  readonly pieces: readonly Piece[]
  readonly seen: Observed
}

/** What is known besides the sample. */
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
    // Without the process, what it would see is unknown: only the absence of the process itself is a fact.
    const facts = several(found) || form.of === 'process' ? {} : (presence?.facts ?? {})
    return {
      is: 'absent',
      words: endWords(subject, around.exits) ?? found.missing,
      facts,
      texts: [],
      pieces: [],
      seen: 'inside',
    }
  }
  const binding = { cgroup: around.machine.cgroup, ...found }
  return presence ? look(presence, subject, binding, sample, around) : { is: 'here', binding }
}

/** The same of a subject that is only compared with: evidence that was kept earlier does not say whether it is there. */
export function findCompared(subject: Subject, sample: Sample, around: Around): SubjectPresence {
  const presence = findSubject(subject, sample, around)
  const found = sample.bindings[subjectKey(subject)]
  const isUnread = presence.is === 'unknown' && presence.reason.code === 'unread'
  return isUnread && found && isBound(found)
    ? { is: 'here', binding: { cgroup: around.machine.cgroup, ...found } }
    : presence
}

/** The runner notes how many it found. */
const several = (binding: { readonly missing: string; readonly found?: number }) => (binding.found ?? 0) > 1

function look(
  rule: Presence,
  subject: Subject,
  binding: Binding,
  sample: Sample,
  { exits, machine }: Around,
): SubjectPresence {
  const bound = bindSource(rule.sources[0], binding)
  const source = bound && sourceName(bound)
  const reading = source === undefined ? undefined : findReading(sample, source)
  const outside = seenOutside(rule, binding, sample)
  if (!reading && outside.is === 'steady')
    return onlyOutside(rule, outside.value !== null, binding, exits, subject)
  if (!reading && outside.is !== 'untold')
    return { is: 'unknown', reason: reason('unsettled', { what: subjectWords(subject) }) }
  if (!reading) return { is: 'unknown', reason: reason('unread', { what: source ?? subjectWords(subject) }) }
  const present = isPresent(rule, reading, binding)
  const doubt = present === undefined ? undefined : doubted(present, outside, rule, subject)
  if (doubt) return doubt
  if (present) return { is: 'here', binding }
  if (present === undefined && !('text' in reading))
    return {
      is: 'unknown',
      reason:
        lackingMachine(rule, reading, { subject, binding, sample, machine }) ?? reason('refused', reading),
    }
  const words = endWords(subject, exits) ?? missingText(rule, binding)
  const isText = 'text' in reading
  const text = isText ? reading.text : refusalText(reading)
  return {
    is: 'absent',
    words,
    facts: rule.facts,
    texts: [{ source: sourceShown(rule.sources[0], subject, binding), text }],
    pieces: isText ? rule.quote([text], { binding }) : wholeTexts([text], { binding }),
    seen: outside.is === 'untold' ? 'inside' : 'inside and outside',
  }
}

/** Why it cannot be said whether a subject is there, where the two sides do not agree. */
function doubted(
  present: boolean,
  outside: SeenOutside,
  { outside: fact }: Presence,
  subject: Subject,
): Unknown | undefined {
  if (outside.is === 'untold' || !fact) return undefined
  const sides = compareSides(present ? true : null, outside, fact)
  const what = subjectWords(subject)
  if (sides.is === 'agreed') return undefined
  if (sides.is === 'unsettled') return { is: 'unknown', reason: reason('unsettled', { what }) }
  const [there, none] = ['that it is there', 'that there is none']
  const told = present ? { inside: there, outside: none } : { inside: none, outside: there }
  return { is: 'unknown', reason: reason('contradicted', { what, sides: told }), sides: told }
}

function onlyOutside(
  rule: Presence,
  isThere: boolean,
  binding: Binding,
  exits: Around['exits'],
  subject: Subject,
): Here | Absent {
  if (isThere) return { is: 'here', binding }
  const source = fillNames(rule.outside?.source ?? '', binding) ?? ''
  const text = 'none'
  return {
    is: 'absent',
    words: endWords(subject, exits) ?? missingText(rule, binding),
    facts: rule.facts,
    texts: [{ source: outsideName(source), text }],
    pieces: wholeTexts([text], { binding }),
    seen: 'outside',
  }
}
