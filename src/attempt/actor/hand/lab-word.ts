import { readTokens } from '../../../linux/shell-token.ts'

/** Whether a line only asks the runner for something (`lab hint`): it is no part of what somebody did. */
export function isLabWord(line: string): boolean {
  const tokens = readTokens(line.trim())
  return (
    tokens?.[0]?.word === 'lab' &&
    tokens.every(({ operator, word }) => operator === undefined && word !== null)
  )
}
