import type { MachineRecord, Sample, StepEvidence } from '../evidence/evidence.ts'
import { isOverdue, type Reason } from '../evidence/reason.ts'
import type { Check } from '../lab/lab.ts'
import { definitionOf } from '../subject/subject.ts'
import type { FactJudgement } from './judge-fact.ts'
import { judgeSample } from './judge-sample.ts'
import { judgeStepFacts } from './judge-step-fact.ts'
import { reason } from './reason.ts'
import { showDuration } from './show-value.ts'
import type { FactVerdict, Outcome } from './verdict.ts'
import { worstOutcome } from './verdict.ts'

/** What was decided of a whole check. */
export interface Judgement {
  readonly outcome: Outcome
  readonly facts: readonly FactVerdict[]
  readonly reason?: Reason
  /** The check that it depends on and that did not pass. */
  readonly ground?: string
}

/** Judges a check of a step by all that was seen of it. */
export function judgeCheck(check: Check, evidence: StepEvidence, machine: MachineRecord): Judgement {
  const end = endOf(evidence)
  if (evidence.ended && !isOverdue(evidence.ended) && !end) return because(evidence.ended)
  const { record } = definitionOf(check.subject)
  if (record) return together(judgeStepFacts(check, record, evidence))
  const judge = (sample: Sample) => together(judgeSample(check, sample, evidence, machine))
  switch (check.when.kind) {
    case 'now':
      return end
        ? judge(end)
        : because(evidence.ended ?? reason('not-observed', { moment: 'at the end of the step' }))
    case 'ever':
      return ever(evidence.samples.filter(isWithin).map(judge), evidence)
    case 'holds':
      return holds(check.when.for, evidence, judge)
  }
}

export const because = (why: Reason): Judgement => ({ outcome: why.kind, facts: [], reason: why })

function together(judgements: readonly FactJudgement[]): Judgement {
  const facts = judgements.map(({ verdict }) => verdict)
  const outcome = worstOutcome(facts.map(({ outcome }) => outcome))
  const why = judgements.find(({ reason, verdict }) => reason && verdict.outcome === outcome)?.reason
  return { outcome, facts, ...(why ? { reason: why } : {}) }
}

/** The look at the end of the step; a step that went on past its time may only have been seen before that. */
export function endOf({ samples, ended }: StepEvidence): Sample | undefined {
  const end = samples.find(({ moment }) => moment === 'end')
  return end ?? (isOverdue(ended) ? samples.findLast(isWithin) : undefined)
}

const isWithin = ({ moment }: Sample) => moment === 'during' || moment === 'end'

/** The first that passed; else the last, with the worst that was met, since one unseen moment may have been the right one. */
function ever(judgements: readonly Judgement[], { ended }: StepEvidence): Judgement {
  const passed = judgements.find(({ outcome }) => outcome === 'pass')
  if (passed) return passed
  const worst = worstOutcome(judgements.map(({ outcome }) => outcome))
  const shown = judgements.findLast(({ outcome }) => outcome === worst)
  return shown ?? because(ended ?? reason('not-observed', { moment: 'during the step' }))
}

/** The first that did not pass; then whether it was watched closely, and long enough. */
function holds(ms: number, evidence: StepEvidence, judge: (sample: Sample) => Judgement): Judgement {
  const from = evidence.samples.findIndex(({ moment }) => moment === 'end')
  const watched = from === -1 ? [] : withinTime(evidence.samples.slice(from), ms)
  const judged = watched.map(judge)
  const broken = judged.find(({ outcome }) => outcome !== 'pass')
  if (broken) return broken
  const seen = watchedFor(
    watched.map(({ at }) => at),
    ms,
  )
  const last = judged.at(-1)
  if (last && seen >= ms) return last
  return because(
    evidence.ended ?? reason('too-few-samples', { asked: showDuration(ms), seen: showDuration(seen) }),
  )
}

/** From the end of the step up to the first look at or after the time that was asked for. */
function withinTime(samples: readonly Sample[], ms: number): readonly Sample[] {
  const start = samples[0]?.at ?? 0
  const last = samples.findIndex(({ at }) => at - start >= ms)
  return last === -1 ? samples : samples.slice(0, last + 1)
}

/** How long it was watched with no gap longer than half the time asked for (or a second, on a slow machine). */
function watchedFor(times: readonly number[], ms: number): number {
  const longestGap = Math.max(ms / 2, 1000)
  const [start = 0] = times
  const gap = times.findIndex((at, index) => at - (times[index - 1] ?? at) > longestGap)
  return (times[gap === -1 ? times.length - 1 : gap - 1] ?? start) - start
}
