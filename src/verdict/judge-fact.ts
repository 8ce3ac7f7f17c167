import type { Reason } from '../evidence/reason.ts'
import type { Fact, Value, ValueType } from '../kernel/fact.ts'
import type { Expectation } from '../lab/lab.ts'
import { type Subject, subjectKey } from '../subject/subject.ts'
import type { Comparison } from './comparison.ts'
import { evidenceOf, type Texts } from './evidence-of.ts'
import { type Finding, found, isUncompared, isUnseen } from './finding.ts'
import { match, matchField } from './match.ts'
import { reason } from './reason.ts'
import type { NoValue } from './refusal.ts'
import { seenPart } from './seen-part.ts'
import { type FactVerdict, type Outcome, observedOf } from './verdict.ts'
import { askedWords, isExistence } from './words.ts'

/** A fact with its value, ready to be compared. */
export interface KnownFact extends Texts {
  readonly name: string
  readonly fact: Pick<Fact, 'value' | 'quote' | 'manual' | 'comparedWith'>
  readonly value: Value
  readonly comparison: Comparison
  /** Why a field that was asked for is missing; undefined where that is simply a wrong answer. */
  readonly missingField: (field: string) => NoValue | undefined
  /** The texts of the same fact of a subject that it was compared with. */
  readonly comparedTexts: (as: Subject) => Texts | undefined
  /** The texts of the same fact when the step began, or at the end of an earlier one; none where there was no such thing. */
  readonly beforeTexts: (step?: string, as?: Subject) => Texts | undefined
}

/** What was decided of one fact; `reason` where it is neither right nor wrong. */
export interface FactJudgement {
  readonly verdict: FactVerdict
  readonly reason?: Reason
}

/** Judges a fact whose value is known; an expectation of several fields gives one judgement for each. */
export function judgeFact(expectation: Expectation, known: KnownFact): FactJudgement[] {
  if (expectation.match !== 'fields') return [judgePart(expectation, undefined, known)]
  return Object.entries(expectation.fields).map(([field, part]) => judgePart(part, field, known))
}

function judgePart(expectation: Expectation, field: string | undefined, known: KnownFact): FactJudgement {
  const compared = new Map<string, Subject>()
  const earlier = new Set<string | undefined>()
  const comparedEarlier = new Map<string, Subject>()
  const comparison: Comparison = {
    ...known.comparison,
    before: step => {
      earlier.add(step)
      return known.comparison.before(step)
    },
    compared: as => {
      compared.set(subjectKey(as), as)
      const found = known.comparison.compared(as)
      if (!('value' in found)) return found
      const before = () => {
        comparedEarlier.set(subjectKey(as), as)
        return found.before()
      }
      return { ...found, before }
    },
  }
  const name = partName(known.name, field, known.fact.value)
  const finding = inWords(
    findPart(expectation, field, known.value, known.fact.value, comparison),
    name,
    known,
  )
  const { outcome, message, reason } = decide(finding, known)
  const { elements, spans } = finding.matched === undefined ? {} : finding
  const shown = [
    ...[...earlier].flatMap(step => known.beforeTexts(step) ?? []),
    ...[...compared.values()].flatMap(as => known.comparedTexts(as) ?? []),
  ]
  const others = [
    ...shown,
    ...[...comparedEarlier.values()].flatMap(as => known.beforeTexts(undefined, as) ?? []),
  ]
  return {
    verdict: {
      fact: name,
      outcome,
      asked: askedWords(name === 'value' ? '' : name, expectation),
      expected: finding.matched === undefined ? expectation.text : finding.expected,
      observed: finding.matched === undefined ? '' : finding.observed,
      message,
      evidence: [
        ...evidenceOf(known.fact, known, { field, elements, spans }),
        ...shown
          .filter(({ texts }) => texts.length > 0)
          .flatMap(other => evidenceOf(known.fact.comparedWith ?? known.fact, other, { field })),
      ],
      manual: known.fact.manual,
      ...seenIn(known, field, others),
    },
    ...(reason ? { reason } : {}),
  }
}

/** Where a part of a fact and all that it was compared with were read. */
function seenIn(
  known: KnownFact,
  field: string | undefined,
  others: readonly Texts[],
): Pick<FactVerdict, 'seen'> {
  if (known.seen === undefined && others.length === 0) return {}
  const least = observedOf([known, ...others].map(each => seenPart(each, field)))
  return least ? { seen: least } : {}
}

function findPart(
  expectation: Expectation,
  field: string | undefined,
  value: Value,
  type: ValueType,
  comparison: Comparison,
): Finding {
  if (field === undefined) return match(expectation, value, type, comparison)
  return matchField(field, expectation, { value, type, text: expectation.text, comparison })
}

/** Whether something is there, in words; the value is a flag, so what was expected is this or the opposite. */
function inWords(finding: Finding, name: string, { value, comparison: { speaker } }: KnownFact): Finding {
  const { matched } = finding
  if (matched === undefined || typeof value !== 'boolean' || !isExistence(name)) return finding
  const expected = value === matched ? 'to exist' : 'not to exist'
  return found(matched, expected, value ? 'it exists' : 'it does not exist', speaker)
}

function decide(
  finding: Finding,
  { missingField }: KnownFact,
): { outcome: Outcome; message: string; reason?: Reason } {
  if (isUncompared(finding)) {
    const { why, because: message } = finding
    return 'fail' in why
      ? { outcome: 'fail', message }
      : { outcome: why.reason.kind, message, reason: why.reason }
  }
  if (finding.matched === undefined) {
    const why = isUnseen(finding) ? reason('not-kept', finding) : reason('incomparable', finding)
    return { outcome: 'error', message: why.message, reason: why }
  }
  if (finding.matched) return { outcome: 'pass', message: finding.observed }
  const why = finding.absent === undefined ? undefined : missingField(finding.absent)
  if (why && 'reason' in why) {
    const { reason } = why
    return { outcome: reason.kind, message: reason.message, reason }
  }
  return { outcome: 'fail', message: why ? why.fail : finding.unlike }
}

/** `memory.events.oom_kill`; a record's `bare` field is the fact itself, and a subject's only fact, `value`, is its field. */
function partName(name: string, field: string | undefined, type: ValueType): string {
  if (name === 'value') return field ?? name
  if (field === undefined || (type.type === 'record' && type.bare === field)) return name
  return `${name}.${field}`
}
