import type { MachineRecord, Sample, StepEvidence } from '../evidence/evidence.ts'
import { type Fact, isRecord, type Value } from '../kernel/fact.ts'
import { wholeTexts } from '../kernel/quote.ts'
import type { Check, Expectation } from '../lab/lab.ts'
import { comparedSubject, definitionOf, type Subject, subjectWords } from '../subject/subject.ts'
import type { Compared } from './comparison.ts'
import { evidenceOf, type Texts } from './evidence-of.ts'
import { type FactJudgement, judgeFact, type KnownFact } from './judge-fact.ts'
import { type Absent, findCompared, findSubject } from './presence.ts'
import { type ReadBefore, readBefore } from './read-before.ts'
import { type FactReading, type KnownReading, readFact, refusalText } from './read-fact.ts'
import { readSince } from './read-since.ts'
import { reason } from './reason.ts'
import { judgeMissingField, judgeRefused, type NoValue, type SampledFact } from './refusal.ts'
import { sameValue } from './same-value.ts'
import { showValue } from './show-value.ts'
import { askedWords } from './words.ts'

/** Judges all facts of a check as they were in one sample. */
export function judgeSample(
  check: Check,
  sample: Sample,
  evidence: StepEvidence,
  machine: MachineRecord,
): FactJudgement[] {
  const { subject } = check
  const { exits, samples } = evidence
  const presence = findSubject(subject, sample, { exits, machine })
  return Object.entries(check.facts).flatMap(([name, expectation]) => {
    if (presence.is === 'unknown') {
      const { reason, sides } = presence
      const one = undecided(name, expectation, { reason })
      return [sides ? contradicted(one, sides) : one]
    }
    const fact = definitionOf(subject).facts[name]
    if (!fact) return [undecided(name, expectation, unknownFact(subject.kind, name))]
    if (presence.is === 'absent') return judgeAbsent(name, fact, expectation, presence)
    const sampled = { name, fact, subject, binding: presence.binding, sample, samples, machine, exits }
    return judgeInSample(expectation, sampled, evidence.endedAt - evidence.startedAt)
  })
}

export function unknownFact(subject: string, fact: string): NoValue {
  return { reason: reason('unknown-fact', { subject, fact }) }
}

/** Only `exists` and the like can hold of what is not there; any other fact is a wrong answer that says why. */
function judgeAbsent(
  name: string,
  fact: Fact,
  expectation: Expectation,
  { words, facts, texts, pieces, seen }: Absent,
): FactJudgement[] {
  const value = Object.hasOwn(facts, name) ? facts[name] : undefined
  const quote = () => pieces
  const read = { texts, binding: {}, seen }
  if (value === undefined) return [undecided(name, expectation, { fail: words }, { quote }, read)]
  return judgeFact(expectation, {
    ...read,
    name,
    fact: { value: fact.value, quote, manual: fact.manual },
    value,
    comparison: {
      speaker: `${words}:`,
      before: () => ({}),
      compared: () => ({ fail: words }),
      numberOf: () => ({ fail: words }),
    },
    missingField: () => undefined,
    comparedTexts: () => undefined,
    beforeTexts: () => undefined,
  })
}

/** Fields with a source each are read one by one, so that one can be judged where another cannot be read. */
function judgeInSample(expectation: Expectation, sampled: SampledFact, duration: number): FactJudgement[] {
  const { name, fact } = sampled
  const { part } = fact
  if (!part || expectation.match !== 'fields') return judgeRead(expectation, sampled, duration)
  return Object.entries(expectation.fields).flatMap(([field, expected]) => {
    const fields = { ...expectation, fields: { [field]: expected } }
    const only = part(field)
    if (!only) return judgeRead(fields, sampled, duration)
    return judgeRead(fields, { ...sampled, fact: only }, duration, [`${name}.${field}`, expected])
  })
}

/** `asked` is the name and the expectation to show where the fact has no value. */
function judgeRead(
  expectation: Expectation,
  sampled: SampledFact,
  duration: number,
  asked: readonly [string, Expectation] = [sampled.name, expectation],
): FactJudgement[] {
  const { name, fact, subject, binding, sample } = sampled
  const { manual } = fact
  const reading = fact.isLog ? readSince(sampled) : readFact(fact, binding, sample, subject)
  switch (reading.is) {
    case 'undecided':
      return [undecided(...asked, reading, { manual })]
    case 'refused': {
      const texts = [{ source: reading.shown, text: refusalText(reading.reading) }]
      return [undecided(...asked, judgeRefused(sampled, reading), { manual }, { texts, binding })]
    }
    case 'unread': {
      const what = reading.source ?? `${name} of ${subjectWords(subject)}`
      return [undecided(...asked, { reason: reason('unread', { what }) })]
    }
    case 'unreadable': {
      const source = reading.texts.map(text => text.source).join(', ')
      const why = reason('unreadable', { source, message: reading.message })
      return [undecided(...asked, { reason: why }, { manual }, { ...reading, binding })]
    }
    case 'contradicted': {
      const [found, sides] = [{ ...reading, binding }, shownSides(reading, sampled)]
      const why = { reason: reason('contradicted', { what: wordsOf(sampled), sides }) }
      return [contradicted(undecided(...asked, why, { manual, quote: fact.quote }, found), sides)]
    }
    case 'unsettled':
      return [undecided(...asked, { reason: unsettled(sampled) }, { manual })]
    case 'known': {
      const known = {
        ...sampled,
        ...reading,
        comparison: {
          speaker: 'the kernel says',
          duration,
          ...(fact.page !== undefined && { page: fact.page }),
          before: (step?: string) => readBefore(sampled, step),
          compared: (as: Subject) => readCompared(as, sampled),
          numberOf: (name: string) => findNumber(name, sampled),
        },
        missingField: (field: string) => judgeMissingField(field, sampled),
        comparedTexts: (as: Subject) => {
          const compared = readCompared(as, sampled)
          return 'value' in compared ? compared : undefined
        },
        beforeTexts: (step?: string, as?: Subject) => {
          const compared = as && readCompared(as, sampled)
          const before = compared && 'value' in compared ? compared.before() : readBefore(sampled, step)
          return 'reason' in before ? undefined : { texts: [], binding: {}, ...before }
        },
      }
      return steadily(expectation, known, sampled)
    }
  }
}

/** Judges what changed during the look as it was before, meanwhile and after: if that makes a difference, nothing is decided. */
function steadily(
  expectation: Expectation,
  known: KnownFact & Pick<KnownReading, 'others'>,
  sampled: SampledFact,
): FactJudgement[] {
  const judged = judgeFact(expectation, known)
  const others = known.others.map(value => judgeFact(expectation, { ...known, value }))
  return judged.map((one, index) => {
    const { outcome } = one.verdict
    const other = others.flatMap(each => each[index] ?? []).find(({ verdict }) => verdict.outcome !== outcome)
    if (!other) return one
    const why = unsettled(sampled)
    return { verdict: { ...one.verdict, outcome: why.kind, message: why.message }, reason: why }
  })
}

const wordsOf = ({ name, subject }: Pick<SampledFact, 'name' | 'subject'>) =>
  `${name} of ${subjectWords(subject)}`

const unsettled = (sampled: Pick<SampledFact, 'name' | 'subject'>) =>
  reason('unsettled', { what: wordsOf(sampled) })

/** Both sides of a contradiction, as a person reads them: of a record, the fields that differ. */
function shownSides(
  { inside, outside }: Pick<Extract<FactReading, { is: 'contradicted' }>, 'inside' | 'outside'>,
  { fact }: Pick<SampledFact, 'fact'>,
) {
  const shown = (value: Value | null) =>
    value === null ? 'that there is none' : showValue(value, fact.value)
  const isPartial = inside !== null && outside !== null && isRecord(inside) && isRecord(outside)
  const [one, other] = isPartial ? differing(inside, outside) : [inside, outside]
  return { inside: shown(one), outside: shown(other) }
}

type Fields = { readonly [field: string]: Value }

function differing(inside: Fields, outside: Fields): readonly [Fields, Fields] {
  const own = (value: Fields, field: string) => (Object.hasOwn(value, field) ? value[field] : undefined)
  const fields = Object.keys(outside).filter(field => !sameValue(own(inside, field), own(outside, field)))
  const of = (value: Fields) =>
    Object.fromEntries(
      fields.flatMap(field => {
        const part = own(value, field)
        return part === undefined ? [] : [[field, part]]
      }),
    )
  return [of(inside), of(outside)]
}

const contradicted = (
  { verdict, ...rest }: FactJudgement,
  { inside, outside }: { readonly inside: string; readonly outside: string },
): FactJudgement => ({ ...rest, verdict: { ...verdict, contradicted: { inside, outside } } })

type ComparedReading = Compared & Texts & { readonly value: Value; before(): ReadBefore }

/** The same fact of another subject, or what it is compared with there, in the same sample, or why it has no value. */
function readCompared(subject: Subject, sampled: SampledFact): ComparedReading | NoValue {
  const { sample, machine, exits, binding: own } = sampled
  const fact = sampled.fact.comparedWith ?? sampled.fact
  const presence = findCompared(subject, sample, { exits, machine })
  if (presence.is === 'unknown') return { reason: presence.reason }
  if (presence.is === 'absent') return { fail: presence.words }
  const binding = { ...own, ...presence.binding }
  const other = { ...sampled, fact, subject, binding }
  const reading = readFact(fact, binding, sample, subject)
  switch (reading.is) {
    case 'known':
      if (reading.others.length > 0) return { reason: unsettled(other) }
      return {
        value: reading.value,
        texts: reading.texts,
        seen: reading.seen,
        binding,
        ...(reading.fields && { fields: reading.fields }),
        before: () => readBefore(other),
      }
    case 'contradicted':
      return { reason: reason('contradicted', { what: wordsOf(other), sides: shownSides(reading, other) }) }
    case 'unsettled':
      return { reason: unsettled(other) }
    case 'refused':
      return judgeRefused(other, reading)
    case 'unread':
      return { reason: reason('unread', { what: `${sampled.name} of ${subjectWords(subject)}` }) }
    case 'unreadable': {
      const source = reading.texts.map(text => text.source).join(', ')
      return { reason: reason('unreadable', { source, message: reading.message }) }
    }
  }
}

/** The number that a named process has on the machine; none if it has ended. */
function findNumber(name: string, { sample, machine, exits }: SampledFact): { value: number } | NoValue {
  const presence = findCompared(comparedSubject(name), sample, { exits, machine })
  if (presence.is === 'unknown') return { reason: presence.reason }
  if (presence.is === 'absent') return { fail: presence.words }
  const { pid } = presence.binding
  return typeof pid === 'number' ? { value: pid } : { reason: reason('unread', { what: `process ${name}` }) }
}

/** A fact without a value: a wrong answer where the subject is to blame, else the reason. */
export function undecided(
  name: string,
  expectation: Expectation,
  why: NoValue,
  { manual, quote = wholeTexts }: { readonly manual?: string; readonly quote?: Fact['quote'] } = {},
  read: Texts = { texts: [], binding: {} },
): FactJudgement {
  const [outcome, message] =
    'fail' in why ? (['fail', why.fail] as const) : ([why.reason.kind, why.reason.message] as const)
  return {
    verdict: {
      fact: name,
      outcome,
      asked: askedWords(name === 'value' ? '' : name, expectation),
      expected: expectation.text,
      observed: '',
      message,
      evidence: evidenceOf({ quote }, read),
      ...('fail' in why && read.seen && { seen: read.seen }),
      ...(manual ? { manual } : {}),
    },
    ...('reason' in why ? { reason: why.reason } : {}),
  }
}
