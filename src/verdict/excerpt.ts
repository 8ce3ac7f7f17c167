/** What a text would say in place of the real one: undefined when it would not be understood at all. */
export type Saying = 'same' | 'other' | undefined

/**
 * The lines of a text that say it, found by trying: a line that says it alone; else lines that say another thing when their
 * digits are others; else lines that bear the name of the fact; else all lines that cannot be left out.
 */
export function excerpt(
  text: string,
  says: (text: string) => Saying,
  names: readonly string[] = [],
  missing = 0,
): string {
  return withMissing(linesThatSay(text, says, names), missing)
}

/** The lines, of which the last may say how many more there are, and the bytes that were not kept. */
function withMissing(lines: string, missing: number): string {
  if (missing === 0) return lines
  const gap = `${missing} bytes that were not kept`
  return /^… \d+ more lines?$/m.test(lines.slice(lines.lastIndexOf('\n') + 1))
    ? `${lines}, and ${gap}`
    : `${lines}\n… ${gap}`
}

function linesThatSay(text: string, says: (text: string) => Saying, names: readonly string[]): string {
  const lines = text.replace(/\n$/, '').split('\n')
  if (lines.length <= 1 || lines.length > mostSearched || says(text) !== 'same' || says('') === 'same')
    return head(lines)
  const alone = lines.filter(line => says(`${line}\n`) === 'same')
  if (alone.length > 0 || lines.length > mostCut) return head(alone.length > 0 ? alone : lines)
  const telling = lines.filter(
    (line, index) => says(joined(lines.with(index, otherDigits(line)))) === 'other',
  )
  if (telling.length > 0) return head(telling)
  const bearing = lines.filter(line => names.some(name => isName(name, line)))
  if (bearing.length > 0) return head(bearing)
  const needed = lines.filter((_, index) => says(joined(lines.toSpliced(index, 1))) !== 'same')
  return head(needed.length > 0 ? needed : lines)
}

const mostShown = 4
const longestLine = 400
/** Looked at line by line. */
const mostSearched = 2000
/** Looked at once for each line that is changed. */
const mostCut = 200

const joined = (lines: readonly string[]) => `${lines.join('\n')}\n`

const otherDigits = (line: string) => line.replace(/\d/g, digit => String(9 - Number(digit)))

/** `no_new_privs` is told by the line `NoNewPrivs:`. */
function isName(name: string, line: string): boolean {
  return bare(line.split(/[:\s]/)[0] ?? '') === bare(name)
}

const bare = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Whole if short; else its first lines and how many more there are. */
function head(lines: readonly string[]): string {
  const cut = (line: string) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line)
  const shown = lines.slice(0, mostShown).map(cut)
  const more = lines.length - shown.length
  return more > 0
    ? [...shown, `… ${more} more ${more === 1 ? 'line' : 'lines'}`].join('\n')
    : shown.join('\n')
}
