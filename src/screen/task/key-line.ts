import { type ActionName, actions } from '../../learn/action.ts'
import type { TaskView } from '../../learn/task-view.ts'
import { widthOf } from '../../report/format/pretty/page.ts'
import { paintFor } from '../../report/paint.ts'

/** The keys that do something now, as many as fit on a line; the last one shown explains all. */
export function keyLine(
  view: TaskView,
  {
    columns,
    colour,
    leave,
  }: { columns: number; colour: boolean; leave: readonly [key: string, word: string] },
): string {
  const paint = paintFor(colour)
  const help = ['?', 'help'] as const
  const usable = order.filter(name => conditions[name]?.(view) ?? true).map(keyOf)
  const kept: (readonly [string, string])[] = []
  const widthWith = (pair: readonly [string, string]) =>
    1 + [leave, ...kept, pair, help].reduce((sum, [key, word]) => sum + widthOf(key) + widthOf(word) + 3, 0)
  for (const pair of usable) if (widthWith(pair) <= columns) kept.push(pair)
  return ` ${[leave, ...kept, help].map(([key, word]) => `${paint.bold(key)} ${paint.dim(word)}`).join('  ')}`
}

/** The most useful first: the line may be short. */
const order = [
  ...(['next', 'hint', 'answer', 'look', 'changed', 'solution', 'reset', 'quit', 'terminal'] as const),
  ...(['list', 'previous', 'pane', 'skip'] as const),
] satisfies ActionName[]

const keyOf = (name: (typeof order)[number]): readonly [string, string] => {
  const row: { readonly key: string; readonly word?: string } = actions[name]
  return [row.key, row.word ?? name]
}

/** When a key does something; absent: always. */
const conditions: { readonly [name in ActionName]?: (view: TaskView) => boolean } = {
  next: ({ step, isFinished, next, steps }) =>
    isFinished ? next !== undefined || step.number < steps.length : step.state !== 'open',
  previous: ({ step }) => step.number > 1,
  hint: ({ step }) => step.state === 'open' && step.hintsLeft > 0,
  answer: ({ step }) => step.question !== undefined && !step.question.answer?.isRight,
  solution: ({ step }) => step.solution === undefined,
  skip: ({ step }) => step.state === 'open',
}
