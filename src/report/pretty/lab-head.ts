import type { LabHead, StepHead } from '../../attempt/event.ts'
import { cut, type Page, prose, widthOf } from './page.ts'

/** The heading of a lab: a rule with its name, its title, what it is about. */
export function labHeadLines({ id, title, about, claims, vars }: LabHead, page: Page): string[] {
  const { paint, width } = page
  const drawn = Object.entries(vars).map(([name, value]) => `${name} is ${value}`)
  const right = claims.length > 0 ? ` ${claims.join(' ')} ` : ''
  const name = ` ${cut(id, width - 12 - widthOf(right))} `
  const rule = '─'.repeat(Math.max(2, width - widthOf(name) - widthOf(right) - 4))
  return [
    '',
    `${paint.dim('──')}${paint.cyan(name)}${paint.dim(`${rule}${right}──`)}`,
    ...prose(paint.bold(title), ' ', page),
    ...(about.trim() === '' ? [] : ['', ...prose(about, ' ', page)]),
    ...(drawn.length === 0
      ? []
      : ['', ...prose(paint.dim(`Drawn for you: ${drawn.join(', ')}.`), ' ', page)]),
  ]
}

/** What a learner reads before a step. */
export function stepHeadLines({ text, id }: StepHead, number: number, page: Page): string[] {
  const words = text.trim() === '' ? id : text
  return ['', ...prose(words, ` ${page.paint.cyan(String(number))} `, page)]
}

/** A command as it would be typed, further lines below the first; never wrapped, so that it can be copied. */
export function commandLines(line: string, shell: string | undefined, { paint }: Page): string[] {
  const prompt = shell === undefined ? '$ ' : `${shell} $ `
  const [first = '', ...more] = line.replace(/\n+$/, '').split('\n')
  const indent = ' '.repeat(widthOf(prompt))
  return [
    `   ${paint.green(prompt)}${paint.bold(first)}`,
    ...more.map(each => `   ${indent}${paint.bold(each)}`),
  ]
}
