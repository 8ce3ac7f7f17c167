import type { RunEvent } from '../../src/attempt/event.ts'
import { attemptId } from '../../src/evidence/attempt-id.ts'
import type { Reason } from '../../src/evidence/reason.ts'
import { attemptEvents, memoryMax, oomKill, pid, runEvents, type SampleRun } from './sample-run.ts'

export interface SampleSubmission {
  readonly run: SampleRun
  readonly learner: string
  readonly file?: string
  readonly note?: string
  readonly remembered?: true
}

/** The events of submissions that were performed one after another. */
export function submissionEvents(submissions: readonly SampleSubmission[]): RunEvent[] {
  const frame = runEvents([...new Set(submissions.map(({ run }) => run))], { only: () => false })
  return [frame[0], ...submissions.flatMap(eventsOf), frame.at(-1)].map(event => event as RunEvent)
}

function eventsOf({ run, learner, file = `${learner}.sh`, note, remembered }: SampleSubmission): RunEvent[] {
  const head = { lab: run.lab.id, seed: '4711', number: 1, learner }
  const id = attemptId(head)
  return attemptEvents(run).flatMap((event): RunEvent[] => {
    if (event.type === 'attempt-start') return [{ ...event, attempt: { id, ...head }, file }]
    const own = { ...event, attempt: id } as RunEvent
    if (own.type !== 'attempt-end') return [own]
    const notes: RunEvent[] =
      note === undefined ? [] : [{ type: 'note', attempt: id, code: 'x', message: note }]
    return [...notes, { ...own, ...(remembered && { remembered }) }]
  })
}

const overdue: Reason = {
  kind: 'fail',
  code: 'line-timeout',
  message: 'step limit timed out: `sleep 1d` was still running after 20 s',
}

/** A wrong answer in a step in which a line timed out, too. */
export const overdueSubmission: SampleSubmission = {
  run: {
    ...memoryMax,
    evidence: {
      ...memoryMax.evidence,
      steps: memoryMax.evidence.steps.map(step => (step.id === 'limit' ? { ...step, ended: overdue } : step)),
    },
  },
  learner: 'eve',
}

export const sampleSubmissions: readonly SampleSubmission[] = [
  { run: pid, learner: 'ada' },
  { run: memoryMax, learner: 'ben', note: 'no line was handed in' },
  { run: oomKill, learner: '=cmd()', file: 'x,"y".sh', remembered: true },
]
