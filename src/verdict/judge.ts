import type { Evidence, MachineRecord, StepEvidence } from '../evidence/evidence.ts'
import type { Reason } from '../evidence/reason.ts'
import { isQuestion, type Judged, judgedOf } from '../lab/judged.ts'
import type { Check, Lab, Step } from '../lab/lab.ts'
import { definitionOf, type Subject, subjectKey, subjectWords } from '../subject/subject.ts'
import { because, type Judgement, judgeCheck } from './judge-check.ts'
import { judgeQuestion } from './judge-question.ts'
import { reason } from './reason.ts'
import { type Outcome, observedOf, type Verdict } from './verdict.ts'

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
  const judged = judgeInOrder(step.expect, earlier, check => judgeCheck(check, evidence, machine))
  const { question } = step
  const answered: Decided[] = question ? [[question, judgeQuestion(question, evidence, machine)]] : []
  return [...judged, ...answered].map(each => verdictOf(lab, step, each, evidence))
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
    return judgedOf(step).map(judged => {
      const depends = isQuestion(judged) ? [] : judged.depends
      const known = depends.filter(id => earlier.has(id))
      return verdictOf(lab, step, [judged, missingGround(known, earlier) ?? why])
    })
  })
}

type Decided<J extends Judged = Judged> = readonly [J, Judgement]

/** Judges checks one after another, skipping those that rest on one that did not pass. */
function judgeInOrder(
  checks: readonly Check[],
  earlier: ReadonlyMap<string, Outcome>,
  judge: (check: Check) => Judgement,
): Decided<Check>[] {
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

function verdictOf(lab: Lab, step: Step, [judged, judgement]: Decided, evidence?: StepEvidence): Verdict {
  const { id, subject, points, at } = judged
  const why = isQuestion(judged) ? undefined : judged.why
  return {
    lab: lab.id,
    step: step.id,
    check: id,
    subject: `${subjectWords(subject)}${takenWords(subject, evidence)}`,
    ...judgement,
    points,
    at,
    ...(why === undefined ? {} : { why }),
    ...(definitionOf(subject).record === undefined ? sidesOf(judgement) : { said: true }),
  }
}

function sidesOf({ facts, reason }: Judgement): Pick<Verdict, 'observed' | 'contradicted'> {
  const observed = observedOf(facts.map(({ seen }) => seen))
  const isContradicted = reason?.code === 'contradicted' || facts.some(({ contradicted }) => contradicted)
  return { ...(observed && { observed }), ...(isContradicted && { contradicted: true }) }
}

/** Which process was taken for the one that is named, where the words of its step left that open. */
function takenWords(subject: Subject, evidence: StepEvidence | undefined): string {
  const key = subjectKey(subject)
  const found = evidence?.samples
    .map(({ bindings }) => bindings[key])
    .findLast(each => each && 'taken' in each)
  return found && 'taken' in found ? ` (${found.taken})` : ''
}
