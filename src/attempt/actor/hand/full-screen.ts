import { readTokens } from '../../../linux/shell-token.ts'

/** Programs that use the whole screen, change nothing, and end with `q`. */
const readers: ReadonlySet<string> = new Set(['man', 'less', 'more', 'info', 'top', 'htop', 'systemd-cgtop'])

/** Editors: where the terminal has no alternate screen, nothing but their names tells that they use all of it. */
const editors: ReadonlySet<string> = new Set(['vi', 'vim', 'vim.tiny', 'nvim', 'nano', 'pico', 'emacs'])

/** Whether a line does nothing but show something on the whole screen: such a line need not be typed again. */
export const onlyReads = (line: string): boolean => readers.has(onlyProgram(line) ?? '')

/** Whether a line opens an editor: what was typed into it is not known. */
export const edits = (line: string): boolean => editors.has(onlyProgram(line) ?? '')

/** The program of a line that starts one, perhaps by sudo, and does nothing else. */
function onlyProgram(line: string): string | undefined {
  const tokens = readTokens(line.trim())
  if (
    !tokens ||
    tokens.some(({ operator, word, assigns }) => operator !== undefined || word === null || assigns)
  )
    return undefined
  const [first, second] = tokens.map(({ word }) => word ?? '')
  return first === 'sudo' ? second : first
}
