import type { Lab, Step } from '../lab/lab.ts'
import type { Clock } from '../runtime/runtime.ts'
import { startedAfresh, stepChanged, stepDone } from './advance.ts'
import type { LabProgress, StepProgress } from './progress.ts'

/** What is noted of a learner's attempt while it is made. */
export interface Notebook {
  readonly progress: LabProgress
  /** The step is over; the time until now was spent on it. */
  over(step: Step['id'], by: { readonly skipped: boolean }): void
  /** The attempt is left in this step. */
  left(step: Step['id']): void
  hint(step: Step['id']): void
  solution(step: Step['id']): void
  answer(step: Step['id'], answer: NonNullable<StepProgress['answer']>): void
  afresh(): void
}

export function openNotebook(
  begun: LabProgress,
  lab: Pick<Lab, 'steps'>,
  clock: Pick<Clock, 'now' | 'date'>,
): Notebook {
  let progress = begun
  let since = clock.now()
  const change = (step: Step['id'], by: Parameters<typeof stepChanged>[2]) => {
    progress = stepChanged(progress, step, by)
  }
  const spend = (step: Step['id']) => {
    const spent = Math.round(clock.now() - since)
    since = clock.now()
    change(step, ({ ms }) => ({ ms: ms + spent }))
  }
  return {
    get progress() {
      return progress
    },
    over: (step, { skipped }) => {
      spend(step)
      progress = stepDone(progress, step, { lab, now: new Date(clock.date()).toISOString(), skipped })
    },
    left: spend,
    hint: step => change(step, ({ hints }) => ({ hints: hints + 1 })),
    solution: step => change(step, () => ({ solution: true })),
    answer: (step, answer) => change(step, () => ({ answer })),
    afresh: () => {
      progress = startedAfresh(progress)
    },
  }
}
