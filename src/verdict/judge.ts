import type { Evidence, MachineRecord, StepEvidence } from '../evidence/evidence.ts'
import type { Reason } from '../evidence/reason.ts'
import type { Check, Lab, Step } from '../lab/lab.ts'
import { definitionOf, type Subject, subjectKey, subjectWords } from '../subject/subject.ts'
import { because, type Judgement, judgeCheck } from './judge-check.ts'
import { reason } from './reason.ts'
import type { Outcome, Verdict } from './verdict.ts'

export interface JudgeContext {
  readonly lab: Lab
  readonly machine: MachineRecord
  /** Outcomes of the checks of earlier steps, by id. */
  readonly earlier: ReadonlyMap<string, Outcome>
}

/** Judges the checks of a step: live, and again from kept evidence. */
export function judgeStep(
  step: Step,
  evidence: StepEvidence,
  { lab, machine, earlier }: JudgeContext,
): Verdict[] {
  return judgeInOrder(step.expect, earlier, check => judgeCheck(check, evidence, machine)).map(judged =>
    verdictOf(lab, step, judged, evidence),
  )
}

/** Judges a whole lab from its evidence; checks that were never reached get the reason. */
export function judgeLab(lab: Lab, evidence: Evidence): Verdict[] {
  const outcomes = new Map<string, Outcome>()
  const verdicts = evidence.steps.flatMap(stepEvidence => {
    const step = lab.steps.find(({ id }) => id === stepEvidence.id)
    if (!step) return []
    const judged = judgeStep(step, stepEvidence, { lab, machine: evidence.machine, earlier: outcomes })
    for (const { check, outcome } of judged) outcomes.set(check, outcome)
    return judged
  })
  return [...verdicts, ...unreached(lab, evidence.steps, evidence.ended, outcomes)]
}

/** Verdicts of the checks whose step was never begun, so that none is forgotten. */
export function unreached(
  lab: Lab,
  done: readonly Pick<StepEvidence, 'id'>[],
  ended: Reason | undefined,
  earlier: ReadonlyMap<string, Outcome>,
): Verdict[] {
  const reached = new Set(done.map(({ id }) => id))
  const left = lab.steps.filter(({ id }) => !reached.has(id))
  return left.flatMap(step => {
    const why = because(ended ?? reason('not-reached', { step: step.id }))
    return step.expect.map(check => {
      const known = check.depends.filter(id => earlier.has(id))
      return verdictOf(lab, step, [check, missingGround(known, earlier) ?? why])
    })
  })
}

type Judged = readonly [Check, Judgement]

/** Judges checks one after another, skipping those that rest on one that did not pass. */
function judgeInOrder(
  checks: readonly Check[],
  earlier: ReadonlyMap<string, Outcome>,
  judge: (check: Check) => Judgement,
): Judged[] {
  const outcomes = new Map(earlier)
  return checks.map(check => {
    const judgement = missingGround(check.depends, outcomes) ?? judge(check)
    outcomes.set(check.id, judgement.outcome)
    return [check, judgement]
  })
}

function missingGround(
  depends: readonly string[],
  outcomes: ReadonlyMap<string, Outcome>,
): Judgement | undefined {
  const check = depends.find(id => outcomes.get(id) !== 'pass')
  if (check === undefined) return undefined
  const why = reason('depends-on', { check, outcome: pastTense[outcomes.get(check) ?? 'unknown'] })
  return { ...because(why), ground: check }
}

const pastTense: Readonly<Record<Outcome | 'unknown', string>> = {
  pass: 'passed',
  fail: 'failed',
  skipped: 'was skipped',
  unsupported: 'is unsupported here',
  error: 'could not be judged',
  unknown: 'was not judged',
}

function verdictOf(lab: Lab, step: Step, [check, judgement]: Judged, evidence?: StepEvidence): Verdict {
  const { id, subject, points, at, why } = check
  return {
    lab: lab.id,
    step: step.id,
    check: id,
    subject: `${subjectWords(subject)}${takenWords(subject, evidence)}`,
    ...judgement,
    points,
    at,
    ...(why === undefined ? {} : { why }),
    ...(definitionOf(subject).record === undefined ? {} : { said: true }),
  }
}

/** Which process was taken for the one that is named, where the words of its step left that open. */
function takenWords(subject: Subject, evidence: StepEvidence | undefined): string {
  const key = subjectKey(subject)
  const found = evidence?.samples
    .map(({ bindings }) => bindings[key])
    .findLast(each => each && 'taken' in each)
  return found && 'taken' in found ? ` (${found.taken})` : ''
}
