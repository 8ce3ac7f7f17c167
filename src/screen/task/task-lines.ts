import type { LatestChanges, StepView, TaskView } from '../../learn/task-view.ts'
import { modeText } from '../../plan/shell-syntax.ts'
import { printableValue } from '../../printable.ts'
import { commandLines } from '../../report/format/pretty/attempt-head.ts'
import { hard, type Page, pad, pageFor, prose, widthOf } from '../../report/format/pretty/page.ts'
import { portraitLines } from '../../report/format/pretty/portrait.ts'
import { count } from '../../report/wording.ts'
import { changeLines } from './change-lines.ts'
import { checkLines } from './check-lines.ts'
import { progressLine } from './progress-line.ts'

export interface TaskStyle {
  readonly columns: number
  readonly colour: boolean
  /** Words instead of signs, for a screen reader. */
  readonly inWords?: boolean
}

/** The task screen from its first line to the notices. The solution is on it only where the view has it. */
export function taskLines(given: TaskView, style: TaskStyle): string[] {
  const view = printableValue(given)
  const page = pageFor(style)
  const sections = [
    headLines(view, page),
    stepLines(view, page),
    ...fileLines(view, page),
    ...sectionsOf(view.step, view, page, style.inWords === true),
    endLines(view, page, style.inWords === true),
  ]
  return sections
    .filter(lines => lines.length > 0)
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))
    .flatMap(line => line.replaceAll('\t', '  ').split('\n'))
}

/** The title of the lab, and at its right the lab's place in the course. */
function headLines({ lab, place }: TaskView, page: Page): string[] {
  const { paint, width } = page
  const where = place ? `${lab.id} · ${place.number} of ${place.of}` : lab.id
  const room = width - widthOf(lab.title) - widthOf(where) - 4
  return room >= 0
    ? [` ${paint.bold(pad(lab.title, width - widthOf(where) - 4))}  ${paint.dim(where)}`]
    : [...prose(paint.bold(lab.title), ' ', page), ...prose(paint.dim(where), ' ', page)]
}

function stepLines({ lab, step, steps }: TaskView, page: Page): string[] {
  const { paint } = page
  const number = paint.cyan(`Step ${step.number} of ${steps.length}`)
  const about = step.number === 1 && lab.about.trim() !== '' ? [...prose(lab.about, ' ', page), ''] : []
  const text = step.text.trim() === '' || step.text === step.task ? [] : prose(step.text, ' ', page)
  const task = prose(paint.bold(step.task.trim() || step.text), ' ', page)
  const where = step.terminal === undefined || step.terminal === 1 ? '' : `, in terminal ${step.terminal}`
  const head = prose(`${number}${paint.dim(`${where}${stateWords[step.state]}`)}`, ' ', page)
  return [...about, ...head, ...text, ...task]
}

/** The files of the lab, each whole, while its first step is shown. */
function fileLines({ lab, step }: TaskView, page: Page): string[][] {
  if (step.number !== 1) return []
  const { paint } = page
  return (lab.files ?? []).map(({ path, mode, text }) => [
    ` ${paint.cyan('File')} ${path} ${paint.dim(`(mode ${modeText(mode)})`)}`,
    ...text
      .replace(/\n$/, '')
      .split('\n')
      .flatMap(line => hard(line, '   ', page)),
  ])
}

const stateWords = {
  done: ': done',
  skipped: ': skipped',
  open: '',
  ahead: ': comes later',
} as const satisfies Record<StepView['state'], string>

function sectionsOf(step: StepView, view: TaskView, page: Page, inWords: boolean): string[][] {
  const { paint } = page
  const isOver = step.state === 'done' || step.state === 'skipped'
  const heading = (text: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [...prose(paint.cyan(text), ' ', page), ...lines]
  const commands = (lines: readonly string[] = []) =>
    lines
      .flatMap(line => commandLines(line, undefined, page))
      .flatMap(line => hard(line.replace(/^ {3}/, ''), '   ', page))
  return [
    [
      ...step.checks.flatMap(check => checkLines(check, { isOver, inWords }, page)),
      ...step.who.flatMap(who => prose(paint.dim(who), '   ', page)),
    ],
    questionLines(step, page),
    heading(changedWords(view.changed), changeLines(view.changed.changes, page)),
    hintLines(step, page),
    heading('Solution', commands(step.solution)),
    heading('What you typed', commands(step.did)),
    ...(step.portraits ?? []).map(portrait => portraitLines(portrait, page)),
  ]
}

const changedWords = ({ commands }: LatestChanges) =>
  commands > 1 ? `Changed by the last ${commands} commands` : 'Changed by the last command'

function questionLines({ question }: StepView, page: Page): string[] {
  if (!question) return []
  const { paint } = page
  const { ask, answer } = question
  if (!answer) return prose(ask, ` ${paint.cyan('Question')} `, page)
  const answered = `${answer.isRight ? paint.green('right') : paint.yellow('not yet')}: ${answer.message}`
  return [
    ...prose(ask, ` ${paint.cyan('Question')} `, page),
    ...prose(answer.text, '   your answer  ', page),
    ...prose(answered, '   ', page),
  ]
}

function hintLines({ hints, hintsLeft, state }: StepView, page: Page): string[] {
  const { paint } = page
  const left =
    hintsLeft === 0 || state !== 'open'
      ? []
      : [paint.dim(` ${more(hints.length)}${count(hintsLeft, 'hint')}`)]
  return [
    ...hints.flatMap((hint, index) => prose(hint, ` ${paint.yellow(`Hint ${index + 1}`)} `, page)),
    ...left,
  ]
}

const more = (seen: number) => (seen === 0 ? 'There is help for this step: ' : 'Left: ')

/** How far the lab is, what comes next, and what cannot be done right now. */
function endLines(view: TaskView, page: Page, inWords: boolean): string[] {
  const { paint } = page
  const next = nextWords(view)
  return [
    progressLine(view, page, inWords),
    ...(next === undefined ? [] : prose(paint.bold(next), ' ', page)),
    ...view.notices.flatMap(notice => prose(notice, ` ${paint.yellow('!')} `, page)),
  ]
}

function nextWords({ isFinished, next, step, steps }: TaskView): string | undefined {
  if (isFinished)
    return next === undefined ? 'Every step is done.' : `Every step is done. The next lab is ${next}.`
  const isOver = step.state === 'done' || step.state === 'skipped'
  return isOver && step.number < steps.length ? 'This step is done: go on to the next one.' : undefined
}
