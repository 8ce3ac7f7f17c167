import type { Binding } from '../evidence/binding.ts'
import { isBound } from '../evidence/binding.ts'
import type { MachineRecord, Reason, Sample, StepEvidence } from '../evidence/evidence.ts'
import type { Fact, Value } from '../kernel/fact.ts'
import type { Check, Expectation } from '../lab/lab.ts'
import { comparedSubject, definitionOf, subjectKey, subjectWords } from '../subject/subject.ts'
import { askedWords } from './asked.ts'
import { excerpt } from './excerpt.ts'
import { type FactJudgement, judgeFact } from './judge-fact.ts'
import { type Absent, findSubject } from './presence.ts'
import { readFact, refusalText, type SourceText } from './read-fact.ts'
import { reason } from './reason.ts'
import { type Cause, type Circumstances, explainMissingField, explainRefusal } from './refusal.ts'

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
    const around = { name, fact, subject, binding: presence.binding, sample, machine, exits }
    return judgeInSample(expectation, around, evidence.endedAt - evidence.startedAt)
  })
}

export function unknownFact(subject: string, fact: string): Cause {
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
    world: { speaker: `${words}:`, compared: () => undefined },
    missingField: () => undefined,
    comparedTexts: () => [],
  })
}

function judgeInSample(expectation: Expectation, around: Circumstances, duration: number): FactJudgement[] {
  const { name, fact, binding, sample } = around
  const reading = readFact(fact, binding, sample)
  switch (reading.is) {
    case 'refused': {
      const { source } = reading
      return [
        undecided(
          name,
          expectation,
          explainRefusal({ ...around, ...reading }),
          [{ source, text: refusalText(reading) }],
          fact,
        ),
      ]
    }
    case 'unread': {
      const what = reading.source ?? `${name} of ${subjectWords(around.subject)}`
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
        ...around,
        ...reading,
        world: {
          speaker: 'the kernel says',
          duration,
          ...(fact.page !== undefined && { page: fact.page }),
          compared: as => compared(as)?.value,
        },
        missingField: field => explainMissingField(field, around),
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
  cause: Cause | { readonly reason: Reason },
  texts: readonly SourceText[] = [],
  { manual }: { readonly manual?: string } = {},
): FactJudgement {
  const [outcome, message] =
    'fail' in cause ? (['fail', cause.fail] as const) : ([cause.reason.kind, cause.reason.message] as const)
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
    ...('reason' in cause ? { reason: cause.reason } : {}),
  }
}
