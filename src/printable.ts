/**
 * What can move a terminal's cursor, give it orders, or make a text look like another one: control characters of both sets (C0, C1, DEL),
 * invisible format characters, among them those that turn the direction of writing (Unicode TR 36, 3.5), unpaired surrogates, and
 * separators of lines. Not: newline and tab, and the joiners that Persian and emoji are written with.
 */
export const unsafe = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Untrusted text made safe for a terminal: unsafe characters are shown as `\x1b` or `\u202e`. */
export function printable(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(unsafe, shown)
}

/** The same of a name, which stays on one line whatever is in it. */
export const printableName = (name: string): string =>
  printable(name).replaceAll('\n', '\\n').replaceAll('\t', '\\t')

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const digits = code.toString(16)
  if (code < 0x100) return `\\x${digits.padStart(2, '0')}`
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}

/** JSON of the same meaning that is safe for a terminal: `JSON.stringify` escapes only the control characters that it must. */
export function printableJson(
  value: unknown,
  space?: number,
  replacer?: (key: string, value: unknown) => unknown,
): string {
  return JSON.stringify(value, replacer, space).replace(unsafe, inJson)
}

const inJson = (character: string) =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('')

/** The texts in a value, however deep, made printable. */
export function printableValue<T>(value: T): T {
  return clean(value) as T
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return printable(value)
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [printable(key), clean(inner)]))
}
