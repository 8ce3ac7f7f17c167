/**
 * What a terminal shows of a program's output, as lines of text: carriage returns and backspaces overwrite, control sequences are
 * left out, tabs stay. Sequences that move the cursor elsewhere are not followed.
 */
export function terminalText(output: string): string {
  return output.replace(/\r+\n/g, '\n').split('\n').map(shownLine).join('\n')
}

function shownLine(line: string): string {
  if (isPlain.test(line)) return line
  const cells: string[] = []
  let column = 0
  for (const [token] of line.matchAll(tokens)) {
    const first = token[0] as string
    if (token.length > 1 && first === '\x1b') {
      if (eraseToEnd.test(token)) cells.length = Math.min(cells.length, column)
    } else if (first === '\r') column = 0
    else if (first === '\b') column = Math.max(0, column - 1)
    else if (first >= ' ' || first === '\t') cells[column++] = token
  }
  return cells.join('')
}

/** No control character except tab. */
const isPlain = /^[^\x00-\x08\x0b-\x1f\x7f]*$/

const eraseToEnd = /^\x1b\[0?K$/

/** CSI, OSC and the like with their terminator, other escapes, then single characters. */
const tokens =
  /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|[\ud800-\udbff][\udc00-\udfff]|./gs
