import type { StepHead } from '../../../attempt/event.ts'
import type { AttemptResult } from '../../view/result.ts'
import { type Page, prose, widthOf } from './page.ts'

/** The heading of an attempt: a rule with its name, then the lab's title and what it is about. */
export function attemptHeadLines({ name: whole, lab }: AttemptResult, page: Page): string[] {
  const { paint, width } = page
  const { title, about, claims, vars } = lab
  const drawn = Object.entries(vars).map(([name, value]) => `${name} is ${value}`)
  const right = claims.length > 0 ? ` ${claims.join(' ')} ` : ''
  const name = ` ${whole} `
  const room = width - widthOf(name) - widthOf(right) - 4
  const rule = (right: string, room: number) => paint.dim(`${'─'.repeat(Math.max(2, room))}${right}──`)
  const heading =
    room >= 2
      ? [`${paint.dim('──')}${paint.cyan(name)}${rule(right, room)}`]
      : [rule(right, width - widthOf(right) - 2), ...prose(paint.cyan(whole), ' ', page)]
  return [
    '',
    ...heading,
    ...prose(paint.bold(title), ' ', page),
    ...(about.trim() === '' ? [] : ['', ...prose(about, ' ', page)]),
    ...(drawn.length === 0
      ? []
      : ['', ...prose(paint.dim(`Drawn for you: ${drawn.join(', ')}.`), ' ', page)]),
  ]
}

/** The number and text of a step. */
export function stepHeadLines({ text, id }: StepHead, number: number, page: Page): string[] {
  const words = text.trim() === '' ? id : text
  return ['', ...prose(words, ` ${page.paint.cyan(String(number))} `, page)]
}

/** A command as a person would type it; never wrapped, so that it can be copied. */
export function commandLines(line: string, shell: string | undefined, { paint }: Page): string[] {
  const prompt = shell === undefined ? '$ ' : `${shell} $ `
  const [first = '', ...more] = line.replace(/\n+$/, '').split('\n')
  const indent = ' '.repeat(widthOf(prompt))
  return [
    `   ${paint.green(prompt)}${paint.bold(first)}`,
    ...more.map(each => `   ${indent}${paint.bold(each)}`),
  ]
}
