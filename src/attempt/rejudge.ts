import type { Evidence } from '../evidence/evidence.ts'
import type { Lab } from '../lab/lab.ts'
import { onGround } from '../plan/on-ground.ts'
import { judgeLab } from '../verdict/judge.ts'
import type { RunEvent } from './event.ts'
import { labHead, stepHead } from './head.ts'

/** Tells kept evidence as the run that gathered it did, with verdicts judged anew. */
export function replay(
  kept: readonly { lab: Lab; evidence: Evidence }[],
  emit: (event: RunEvent) => void,
): void {
  const began = performance.now()
  const seeds = [...new Set(kept.map(({ lab }) => lab.seed))].join(', ')
  const machines = [...new Set(kept.map(({ evidence }) => evidence.machine.description))].join(', ')
  emit({
    type: 'run-start',
    labs: kept.map(({ lab }) => labHead(lab)),
    seed: seeds,
    machine: `evidence from ${machines}`,
  })
  for (const { lab, evidence } of kept) replayLab(lab, evidence, emit)
  emit({ type: 'run-end', ms: performance.now() - began, interrupted: false })
}

function replayLab(given: Lab, evidence: Evidence, emit: (event: RunEvent) => void): void {
  const lab = onGround(given, evidence.machine)
  const { ended, leaks } = evidence
  emit({ type: 'lab-start', lab: labHead(lab), machine: evidence.machine })
  const verdicts = judgeLab(lab, evidence)
  for (const step of lab.steps) {
    replayStep(lab, step.id, evidence, emit)
    for (const verdict of verdicts.filter(verdict => verdict.step === step.id))
      emit({ type: 'verdict', lab: lab.id, verdict })
  }
  emit({ type: 'lab-end', lab: lab.id, ms: lasted(evidence), leaks, evidence, ...(ended ? { ended } : {}) })
}

function replayStep(lab: Lab, id: string, evidence: Evidence, emit: (event: RunEvent) => void): void {
  const step = lab.steps.find(step => step.id === id)
  const found = evidence.steps.find(step => step.id === id)
  if (!step || !found) return
  const { operations, output, samples, exit, ended, startedAt, endedAt } = found
  emit({ type: 'step-start', lab: lab.id, step: stepHead(step) })
  for (const { said, ...operation } of operations) {
    emit({ type: 'operation', lab: lab.id, step: id, ...operation })
    if (said) emit({ type: 'output', lab: lab.id, step: id, stream: 'stdout', text: said })
  }
  for (const stream of ['stdout', 'stderr'] as const)
    if (output[stream]) emit({ type: 'output', lab: lab.id, step: id, stream, text: output[stream] })
  emit({
    type: 'step-end',
    lab: lab.id,
    step: id,
    ms: endedAt - startedAt,
    ...(exit ? { exit } : {}),
    ...(ended ? { ended } : {}),
  })
  for (const sample of samples.filter(({ moment }) => moment === 'end'))
    emit({ type: 'sample', lab: lab.id, step: id, sample })
}

function lasted({ steps }: Evidence): number {
  return (steps.at(-1)?.endedAt ?? 0) - (steps[0]?.startedAt ?? 0)
}
