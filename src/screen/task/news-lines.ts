import type { CheckView, TaskView } from '../../learn/task-view.ts'
import { printableValue } from '../../printable.ts'
import { oneLine } from '../../report/wording.ts'
import { checkWords } from '../../verdict/words.ts'
import { states } from './check-lines.ts'

/** What has changed between two views, a line each: for a screen on which nothing is redrawn. */
export function newsLines(before: TaskView, after: TaskView): string[] {
  const isSameStep = before.lab.id === after.lab.id && before.step.id === after.step.id
  const lines = [
    ...(isSameStep ? [] : stepLines(after)),
    ...after.step.checks
      .filter(check => !isSameStep || stateOf(before, check) !== check.state)
      .map(checkLine),
    ...added(isSameStep ? before.step.hints : [], after.step.hints).map(hint => `hint: ${hint}`),
    ...answerLines(before, after),
    ...added(before.notices, after.notices).map(notice => `note: ${notice}`),
    ...(after.isFinished && !before.isFinished ? ['every step is done'] : []),
  ]
  return printableValue(lines).map(oneLine)
}

function stepLines({ lab, steps, step }: TaskView): string[] {
  return [`${lab.title}, step ${step.number} of ${steps.length}: ${step.task}`]
}

const stateOf = ({ step }: TaskView, { verdict }: CheckView) =>
  step.checks.find(check => check.verdict.check === verdict.check)?.state

const checkLine = ({ state, verdict }: CheckView) => `${states[state].word}: ${checkWords(verdict)}`

function answerLines(before: TaskView, { step: { question } }: TaskView): string[] {
  const answer = question?.answer
  if (!answer || answer.text === before.step.question?.answer?.text) return []
  return [`${answer.isRight ? 'right' : 'not yet'}: ${answer.text}: ${answer.message}`]
}

const added = (before: readonly string[], after: readonly string[]) =>
  after.filter(each => !before.includes(each))
