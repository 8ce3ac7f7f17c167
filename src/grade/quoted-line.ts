/** A typed line as messages quote it: the first of several, and not more of it than identifies it. */
export function quotedLine(line: string): string {
  const [first = ''] = line.split('\n', 1)
  const characters = [...first]
  const isWhole = first === line && characters.length <= most
  return `\`${characters.slice(0, most).join('')}${isWhole ? '' : '…'}\``
}

const most = 80
