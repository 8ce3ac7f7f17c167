import type { Binding } from '../evidence/binding.ts'
import { isBound } from '../evidence/binding.ts'
import type { MachineRecord, Sample, StepEvidence } from '../evidence/evidence.ts'
import type { Fact, Value } from '../kernel/fact.ts'
import type { Check, Expectation } from '../lab/lab.ts'
import { comparedSubject, definitionOf, subjectKey, subjectWords } from '../subject/subject.ts'
import { excerpt } from './excerpt.ts'
import { type FactJudgement, judgeFact } from './judge-fact.ts'
import { type Absent, findSubject } from './presence.ts'
import { readFact, refusalText, type SourceText } from './read-fact.ts'
import { reason } from './reason.ts'
import { judgeMissingField, judgeRefused, type NoValue, type SampledFact } from './refusal.ts'
import { askedWords } from './words.ts'

/** Judges all facts of a check as they were in one sample. */
export function judgeSample(
  check: Check,
  sample: Sample,
  evidence: StepEvidence,
  machine: MachineRecord,
): FactJudgement[] {
  const { subject } = check
  const { exits } = evidence
  const presence = findSubject(subject, sample, { exits, machine })
  return Object.entries(check.facts).flatMap(([name, expectation]) => {
    if (presence.is === 'unknown') return [undecided(name, expectation, { reason: presence.reason })]
    const fact = definitionOf(subject).facts[name]
    if (!fact) return [undecided(name, expectation, unknownFact(subject.kind, name))]
    if (presence.is === 'absent') return judgeAbsent(name, fact, expectation, presence)
    const sampled = { name, fact, subject, binding: presence.binding, sample, machine, exits }
    return judgeInSample(expectation, sampled, evidence.endedAt - evidence.startedAt)
  })
}

export function unknownFact(subject: string, fact: string): NoValue {
  return { reason: reason('unknown-fact', { subject, fact }) }
}

/** Of what is not there only `exists` and its like can be told; everything else is a wrong answer that says why. */
function judgeAbsent(
  name: string,
  fact: Fact,
  expectation: Expectation,
  { words, facts, texts }: Absent,
): FactJudgement[] {
  const value = Object.hasOwn(facts, name) ? facts[name] : undefined
  if (value === undefined) return [undecided(name, expectation, { fail: words }, texts)]
  return judgeFact(expectation, {
    name,
    fact: { value: fact.value, parse: () => value, manual: fact.manual },
    binding: {},
    value,
    texts,
    comparison: { speaker: `${words}:`, compared: () => undefined },
    missingField: () => undefined,
    comparedTexts: () => [],
  })
}

function judgeInSample(expectation: Expectation, sampled: SampledFact, duration: number): FactJudgement[] {
  const { name, fact, binding, sample } = sampled
  const reading = readFact(fact, binding, sample)
  switch (reading.is) {
    case 'refused': {
      const texts = [{ source: reading.source, text: refusalText(reading) }]
      return [undecided(name, expectation, judgeRefused(sampled, reading), texts, fact)]
    }
    case 'unread': {
      const what = reading.source ?? `${name} of ${subjectWords(sampled.subject)}`
      return [undecided(name, expectation, { reason: reason('unread', { what }) })]
    }
    case 'unreadable': {
      const source = reading.texts.map(text => text.source).join(', ')
      const why = reason('unreadable', { source, message: reading.message })
      return [undecided(name, expectation, { reason: why }, reading.texts, fact)]
    }
    case 'known': {
      const compared = (as: string) => readCompared(fact, as, binding, sample)
      return judgeFact(expectation, {
        ...sampled,
        ...reading,
        comparison: {
          speaker: 'the kernel says',
          duration,
          ...(fact.page !== undefined && { page: fact.page }),
          compared: as => compared(as)?.value,
        },
        missingField: field => judgeMissingField(field, sampled),
        comparedTexts: as => compared(as)?.texts ?? [],
      })
    }
  }
}

/** The same fact of `host` or of a named process, in the same sample. */
function readCompared(
  fact: Fact,
  as: string,
  own: Binding,
  sample: Sample,
): { value: Value; texts: readonly SourceText[] } | undefined {
  const binding = sample.bindings[subjectKey(comparedSubject(as))]
  if (!binding || !isBound(binding)) return undefined
  const reading = readFact(fact, { ...own, ...binding }, sample)
  return reading.is === 'known' ? reading : undefined
}

/** A fact that has no value: a wrong answer where the subject is to blame, else the reason. */
export function undecided(
  fact: string,
  expectation: Expectation,
  why: NoValue,
  texts: readonly SourceText[] = [],
  { manual }: { readonly manual?: string } = {},
): FactJudgement {
  const [outcome, message] =
    'fail' in why ? (['fail', why.fail] as const) : ([why.reason.kind, why.reason.message] as const)
  return {
    verdict: {
      fact,
      outcome,
      asked: askedWords(fact === 'value' ? '' : fact, expectation),
      expected: expectation.text,
      observed: '',
      message,
      evidence: texts.map(({ source, text }) => ({ source, excerpt: excerpt(text, () => undefined) })),
      ...(manual ? { manual } : {}),
    },
    ...('reason' in why ? { reason: why.reason } : {}),
  }
}
