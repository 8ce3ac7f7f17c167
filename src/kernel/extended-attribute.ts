import { unreadable } from '../linux/unreadable.ts'

/** How getfattr(1) is asked: all classes, not following a last link, values as text. */
export const getfattr = 'getfattr -h -d -m - -e text --absolute-names'

/** The extended attributes that getfattr(1) prints, by name; xattr(7). */
export function parseAttributes(text: string): Record<string, string> {
  const [header = '', ...lines] = text.split('\n').filter(line => line !== '')
  if (header !== '' && !header.startsWith('# file: ')) throw unreadable('a line `# file: PATH`', header)
  return Object.fromEntries(lines.map(parseAttribute))
}

function parseAttribute(line: string): [name: string, value: string] {
  const [, name = '', value = ''] = /^([^=]+)="(.*)"$/s.exec(line) ?? []
  if (name === '') throw unreadable('a line NAME="VALUE"', line)
  return [unescaped(name), unescaped(value)]
}

/** What would end a line or a value stands there as `\012`, and a quotation mark or backslash behind a backslash. */
const unescaped = (text: string) =>
  text.replace(/\\([0-7]{3}|.)/gs, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : code,
  )
