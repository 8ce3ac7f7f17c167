/** What evidence shows of a piece of text: its first lines, long ones cut, and how much more there is. */
export function excerpt(
  text: string,
  { at = 0, missing = 0 }: { at?: number; missing?: number } = {},
): string {
  const lines = text.replace(/\n$/, '').split('\n')
  const shown = lines.slice(0, mostLines).map((line, index) => cut(line, index === 0 ? at : 0))
  const more = lines.length - shown.length
  const left = [
    ...(more > 0 ? [`${more} more ${more === 1 ? 'line' : 'lines'}`] : []),
    ...(missing > 0 ? [`${missing} bytes that were not kept`] : []),
  ]
  return [...shown, ...(left.length > 0 ? [`… ${left.join(', and ')}`] : [])].join('\n')
}

const mostLines = 4
const mostCharacters = 400

/** A line that is not too long, with what is at a place of it. */
function cut(line: string, at: number): string {
  if (line.length <= mostCharacters) return line
  const from = at < mostCharacters / 2 ? 0 : Math.min(at - mostCharacters / 4, line.length - mostCharacters)
  const to = from + mostCharacters
  return `${from > 0 ? '…' : ''}${line.slice(from, to)}${to < line.length ? '…' : ''}`
}
