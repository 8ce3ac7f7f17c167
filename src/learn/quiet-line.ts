import { checkWords } from '../verdict/words.ts'
import type { CheckView, StepState } from './task-view.ts'

/** What is remembered of an attempt to tell what is new at the next prompt. */
export interface Told {
  readonly steps: readonly StepState[]
  /** Of the open step. */
  readonly checks: readonly CheckView[]
}

/** Quiet lines about what has become true or is no longer so: one for each step, or else for each check of the open step. */
export function quietLines(before: Told, after: Told, task: (step: string) => string): string[] {
  const closed = newlyOver(before.steps, after.steps)
  const reopened = newlyOver(after.steps, before.steps)
  const of = after.steps.length
  const lines = reopened.map(
    ({ id }) => `○ step ${numberOf(id, after)} of ${of} is open again: its process has ended`,
  )
  lines.push(
    ...closed.map(
      ({ id, state }) =>
        `✓ step ${numberOf(id, after)} of ${of} is ${state === 'skipped' ? 'skipped' : 'done'}`,
    ),
  )
  if (closed.length > 0) {
    const open = after.steps.find(({ state }) => state === 'open')
    lines.push(open ? `→ ${task(open.id)}` : '✓ the lab is done: `lab next` goes on, `lab back` looks back')
  }
  if (lines.length > 0) return lines
  const holding = after.checks.filter(isTrue).length
  return after.checks.flatMap(check => {
    const earlier = before.checks.find(({ verdict }) => verdict.check === check.verdict.check)
    if (!earlier || isTrue(earlier) === isTrue(check)) return []
    const words = checkWords(check.verdict)
    const count = `${holding} of ${after.checks.length}`
    return [isTrue(check) ? `✓ ${count}  ${words}` : `○ ${count}  no longer: ${words}`]
  })
}

const isTrue = ({ state }: CheckView) => state === 'holds' || state === 'done'

const isOver = ({ state }: StepState) => state === 'done' || state === 'skipped'

const newlyOver = (before: readonly StepState[], after: readonly StepState[]) =>
  after.filter((step, index) => isOver(step) && !(before[index] && isOver(before[index])))

const numberOf = (step: string, { steps }: Told) => steps.findIndex(({ id }) => id === step) + 1
