import type { StepEvidence } from '../evidence/evidence.ts'
import type { Check } from '../lab/lab.ts'
import { subjects } from '../subject/registry.ts'
import { type FactJudgement, judgeFact } from './judge-fact.ts'
import { undecided, unknownFact } from './judge-sample.ts'
import { type StepSubject, stepRecord } from './step-value.ts'
import { subjectWords } from './subject-words.ts'

/** Judges the facts of what a step printed, how it ended and how long it took. */
export function judgeStepFacts(check: Check, subject: StepSubject, evidence: StepEvidence): FactJudgement[] {
  return Object.entries(check.facts).flatMap(([name, expectation]) => {
    const fact = subjects[subject.kind].facts[name]
    if (!fact) return [undecided(name, expectation, unknownFact(subject.kind, name))]
    const record = stepRecord(subject, fact, evidence)
    if (!record) return [undecided(name, expectation, { fail: notEnded(subject, evidence) }, [], fact)]
    const { recorded, parse, speaker } = record
    return judgeFact(expectation, {
      name,
      fact: { value: fact.value, parse, manual: fact.manual },
      binding: {},
      value: parse([recorded.text], {}),
      texts: [recorded],
      world: { speaker, duration: evidence.endedAt - evidence.startedAt, compared: () => undefined },
      missingField: () => undefined,
      comparedTexts: () => [],
    })
  })
}

function notEnded(subject: StepSubject, { ended }: StepEvidence): string {
  const who = subject.kind === 'exit' && subject.of !== undefined ? subject.of : 'it'
  return ended ? ended.message : `${who} has not ended: ${subjectWords(subject)} is not known`
}
