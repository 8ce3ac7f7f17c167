import { readTokens } from '../../../linux/shell-token.ts'

/** Programs that use the whole screen, change nothing, and end with `q`. */
const readers: ReadonlySet<string> = new Set(['man', 'less', 'more', 'info', 'top', 'htop', 'systemd-cgtop'])

/** Whether a line does nothing but show something on the whole screen: such a line need not be typed again. */
export function onlyReads(line: string): boolean {
  const tokens = readTokens(line.trim())
  if (
    !tokens ||
    tokens.some(({ operator, word, assigns }) => operator !== undefined || word === null || assigns)
  )
    return false
  const [first, second] = tokens.map(({ word }) => word ?? '')
  return readers.has((first === 'sudo' ? second : first) ?? '')
}
