import type { Kept } from '../evidence/codec.ts'
import type { Evidence, StepEvidence } from '../evidence/evidence.ts'
import type { Lab } from '../lab/lab.ts'
import { onGround } from '../plan/ground.ts'
import { resolveRecord } from '../resolve/resolve-record.ts'
import type { Clock } from '../runtime/runtime.ts'
import { judgeLab } from '../verdict/judge.ts'
import type { Verdict } from '../verdict/verdict.ts'
import type { Emit, RunEvent } from './event.ts'
import { labHead, stepHead } from './event.ts'
import { reportActions, reportEnd } from './report-step.ts'

/** The summary of saved attempts, available before the first of them is fully read. */
export interface KeptSummary {
  readonly labs: readonly Lab[]
  /** The number of attempts at each lab, by lab ID. */
  readonly attempts: Readonly<Record<string, number>>
  readonly seed: string
  readonly machine: string
}

/** Reports saved evidence like the run that gathered it, with new verdicts. */
export async function rejudge(
  { labs, machine, ...summary }: KeptSummary,
  kept: AsyncIterable<Kept<Lab>> | Iterable<Kept<Lab>>,
  { now }: Pick<Clock, 'now'>,
  emit: Emit,
): Promise<void> {
  const began = now()
  emit({ type: 'run-start', labs: labs.map(labHead), machine: `evidence from ${machine}`, ...summary })
  for await (const { lab, evidence } of kept) rejudgeAttempt(lab, evidence, emit)
  emit({ type: 'run-end', ms: now() - began, interrupted: false })
}

/** What is reported of an attempt beside its evidence. */
export interface Beside {
  /** The file that was handed in. */
  readonly file?: string
  /** How long it took; default what its evidence says. */
  readonly ms?: number
  readonly remembered?: true
  notes?(verdicts: readonly Verdict[]): readonly Note[]
}

export type Note = Pick<Extract<RunEvent, { type: 'note' }>, 'code' | 'message'>

/** Reports one saved attempt with new verdicts. */
export function rejudgeAttempt(given: Lab, kept: Evidence, emit: Emit, beside: Beside = {}): void {
  const { attempt, machine, ended, leaks } = kept
  const { file, remembered, notes = () => [] } = beside
  const lab = onGround(given, machine)
  const evidence = resolved(lab, kept)
  emit({ type: 'attempt-start', attempt, ...(file === undefined ? {} : { file }) })
  emit({ type: 'machine-ready', attempt: attempt.id, lab: labHead(lab), machine })
  const verdicts = reportSteps(lab, evidence, emit)
  for (const note of notes(verdicts)) emit({ type: 'note', attempt: attempt.id, ...note })
  emit({
    type: 'attempt-end',
    attempt: attempt.id,
    ms: beside.ms ?? lasted(evidence),
    leaks,
    evidence,
    ...(ended ? { ended } : {}),
    ...(remembered ? { remembered } : {}),
  })
}

/** The evidence of an attempt; if it was made by hand, with the steps that its record shows. */
export function resolved(lab: Lab, kept: Evidence): Evidence {
  const { hand, machine } = kept
  return hand ? { ...kept, steps: withEnds(resolveRecord(lab, machine, hand), kept) } : kept
}

/** Judges and reports every step of a lab from the evidence of an attempt. */
export function reportSteps(lab: Lab, evidence: Evidence, emit: Emit): Verdict[] {
  const { id } = evidence.attempt
  const verdicts = judgeLab(lab, evidence)
  for (const step of lab.steps) {
    reportStep(lab, step.id, evidence, emit)
    for (const verdict of verdicts.filter(verdict => verdict.step === step.id))
      emit({ type: 'verdict', attempt: id, verdict })
  }
  return verdicts
}

function reportStep(lab: Lab, id: string, evidence: Evidence, emit: Emit): void {
  const step = lab.steps.find(step => step.id === id)
  const found = evidence.steps.find(step => step.id === id)
  if (!step || !found) return
  const attempt = evidence.attempt.id
  emit({ type: 'step-start', attempt, step: stepHead(step) })
  reportActions(found, { attempt, emit })
  reportEnd(found, { attempt, emit })
}

/** Why a step done by hand could not be finished is not part of what was seen. */
const withEnds = (steps: readonly StepEvidence[], { steps: kept }: Evidence): StepEvidence[] =>
  steps.map(step => {
    const ended = kept.find(({ id }) => id === step.id)?.ended
    return ended ? { ...step, ended } : step
  })

function lasted({ steps }: Evidence): number {
  return (steps.at(-1)?.endedAt ?? 0) - (steps[0]?.startedAt ?? 0)
}
