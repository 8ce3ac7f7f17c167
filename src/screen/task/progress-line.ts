import type { StepState, TaskView } from '../../learn/task-view.ts'
import type { Page } from '../../report/format/pretty/page.ts'
import type { Paint } from '../../report/paint.ts'

/** `✓✓–○·  3 of 5 steps`: a sign for each step. */
export function progressLine({ steps }: Pick<TaskView, 'steps'>, { paint }: Page, inWords: boolean): string {
  const over = steps.filter(({ state }) => state === 'done' || state === 'skipped').length
  const words = `${over} of ${steps.length} steps`
  if (inWords) return ` ${words}`
  const row = steps.map(({ state }) => paint[signs[state].colour](signs[state].sign)).join('')
  return ` ${row}  ${words}`
}

const signs = {
  done: { sign: '✓', colour: 'green' },
  skipped: { sign: '–', colour: 'dim' },
  open: { sign: '○', colour: 'yellow' },
  ahead: { sign: '·', colour: 'dim' },
} as const satisfies Record<StepState['state'], { sign: string; colour: keyof Paint }>
