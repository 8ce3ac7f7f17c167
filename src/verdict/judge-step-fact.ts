import type { StepEvidence } from '../evidence/evidence.ts'
import type { Check } from '../lab/lab.ts'
import type { StepRecord } from '../subject/definition.ts'
import { definitionOf, subjectWords } from '../subject/subject.ts'
import { type FactJudgement, judgeFact } from './judge-fact.ts'
import { undecided, unknownFact } from './judge-sample.ts'
import { reason } from './reason.ts'
import { missingBytes } from './text.ts'

/** Judges facts that were recorded while the step ran: what it printed, how it ended, how long it took. */
export function judgeStepFacts(
  { subject, facts }: Check,
  record: StepRecord,
  evidence: StepEvidence,
): FactJudgement[] {
  return Object.entries(facts).flatMap(([name, expectation]) => {
    const fact = definitionOf(subject).facts[name]
    if (!fact) return [undecided(name, expectation, unknownFact(subject.kind, name))]
    const recorded = record.read(subject, evidence)
    if (!recorded) {
      const waitsFor = record.waitsFor?.(subject) ?? 'it'
      const fail =
        evidence.ended?.message ??
        `${waitsFor} is still running, so ${subjectWords(subject)} is not known yet`
      return [undecided(name, expectation, { fail }, { manual: fact.manual })]
    }
    const { source, text, speaker, gaps = [] } = recorded
    const counted = recorded.counted?.[name]
    const parse = counted === undefined ? (recorded.parse ?? fact.parse) : () => counted
    return judgeFact(expectation, {
      name,
      fact: { value: fact.value, quote: fact.quote, manual: fact.manual },
      binding: {},
      value: parse([text], {}),
      texts: [{ source, text, missing: missingBytes(gaps) }],
      comparison: {
        speaker,
        duration: evidence.endedAt - evidence.startedAt,
        gaps,
        before: () => ({
          reason: reason('incomparable', { because: `${name} has no value at the beginning of a step` }),
        }),
        compared: () => ({
          reason: reason('incomparable', { because: `${name} cannot be compared with another` }),
        }),
        numberOf: () => ({ reason: reason('incomparable', { because: `${name} is not of a process` }) }),
      },
      missingField: () => undefined,
      comparedTexts: () => undefined,
      beforeTexts: () => undefined,
    })
  })
}
