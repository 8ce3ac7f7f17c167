import { readDuration, readShare, readSize } from '../../kernel/quantity.ts'

/** Numbers with a unit, as authors write them. */
export type QuantityKind = keyof typeof quantities

/** A text that is not such a quantity. */
export interface Misread {
  readonly expected: string
  /** How to choose between several things that could be meant. */
  readonly remedy?: string
  /** What may be meant, the most likely first. */
  readonly write?: readonly string[]
}

/** How each kind is written. Stricter than the kernel's own tools: what two people read differently is refused. */
export const quantities = {
  count: {
    expected: 'a whole number, such as `20`',
    units: [''],
    read: text => (/^-?\d+$/.test(text) ? Number(text) : undefined),
  },
  size: {
    expected: 'a size, such as `64MiB`',
    units: ['', 'B', 'KiB', 'MiB', 'GiB', 'TiB', 'K', 'M', 'G', 'T'],
    read: readSize,
  },
  duration: {
    expected: 'a duration, such as `500ms` or `30s`',
    units: ['us', 'ms', 's', 'm', 'min', 'h'],
    read: text => readDuration(text.replace(/(\d ?)m$/, '$1min')),
  },
  share: {
    expected: 'a percentage, such as `20%`',
    units: ['%'],
    read: readShare,
  },
} satisfies Record<
  string,
  { expected: string; units: readonly string[]; read: (text: string) => number | undefined }
>

export function isQuantityKind(word: string): word is QuantityKind {
  return Object.hasOwn(quantities, word)
}

/** What a text says in the runner's terms: bytes, milliseconds, a fraction of one or a plain number. */
export function readQuantity(kind: QuantityKind, text: string): number | Misread {
  const { expected, read } = quantities[kind]
  const [, number, unit = ''] = /^(-?(?:0|[1-9]\d*)(?:\.\d+)?) ?([a-zA-Z%]*)$/.exec(text.trim()) ?? []
  if (number === undefined) return { expected, write: respelt(kind, text.trim()) }
  const units: readonly string[] = quantities[kind].units
  return units.includes(unit) ? (read(text) ?? { expected }) : misread(kind, number, unit)
}

/** The kind of a text, for variables, which declare none. */
export function quantityKind(text: string): QuantityKind | 'text' {
  const kinds: QuantityKind[] = ['count', 'size', 'duration', 'share']
  return kinds.find(kind => typeof readQuantity(kind, text) === 'number') ?? 'text'
}

/** What the kind looks like, as a regular expression for editors. */
export function quantityPattern(kind: QuantityKind): string {
  if (kind === 'count') return '-?(0|[1-9]\\d*)'
  const units: readonly string[] = quantities[kind].units
  const named = units.filter(unit => unit !== '').join('|')
  return `(0|[1-9]\\d*)(\\.\\d+)? ?(${named})${units.includes('') ? '?' : ''}`
}

function misread(kind: QuantityKind, number: string, unit: string): Misread {
  const { expected } = quantities[kind]
  if (kind === 'size') return { expected, ...sizeRemedy(number, unit) }
  if (kind === 'count') return { expected, write: respelt(kind, `${number} ${unit}`) }
  if (unit !== '') return { expected, write: respelt(kind, `${number} ${unit}`) }
  if (kind === 'duration')
    return {
      expected,
      remedy: `add the unit: \`${number}s\` or \`${number}ms\``,
      write: [`${number}s`],
    }
  const percent = `${Number((Number(number) * 100).toFixed(6))}%`
  return Number(number) <= 1
    ? { expected, remedy: `write \`${percent}\` or \`${number}%\``, write: [percent] }
    : { expected, write: [`${number}%`] }
}

/** `MB` is a million bytes to some and 1048576 to others, so the author must choose. */
function sizeRemedy(number: string, unit: string) {
  const [, prefix] = /^([kmgt])i?b?$/i.exec(unit) ?? []
  if (!prefix) return { write: respelt('size', `${number} ${unit}`) }
  const binary = `${number}${prefix.toUpperCase()}iB`
  if (!/^.b$/i.test(unit)) return { write: [binary] }
  const power = ' kmgt'.indexOf(prefix.toLowerCase())
  const [bytes, decimal] = [1024, 1000].map(base => Number(number) * base ** power)
  return {
    remedy: `\`${binary}\` is ${bytes} bytes; for powers of 1000 write \`${decimal}\``,
    write: [binary],
  }
}

/** The same quantity as a lab spells it, where it is spelt in another way that is common. */
function respelt(kind: QuantityKind, text: string): string[] {
  const [, number = '', word = ''] = /^([\d_,]*\.?\d+) ?([\p{L}%]*)$/u.exec(text) ?? []
  const plain = number
    .replace(/[_,](?=\d{3})/g, '')
    .replace(/^0+(?=\d)/, '')
    .replace(/^\./, '0.')
  const unit = unitWords.find(({ of, words }) => of === kind && words.test(word))?.unit
  if (unit !== undefined) return [`${plain}${unit}`]
  return plain !== number && word === '' ? [plain] : []
}

/** Units by the names that other programs and people give them. */
const unitWords: readonly { readonly of: QuantityKind; readonly words: RegExp; readonly unit: string }[] = [
  { of: 'duration', words: /^(s|secs?|seconds?)$/i, unit: 's' },
  { of: 'duration', words: /^(msecs?|millis|milliseconds?)$/i, unit: 'ms' },
  { of: 'duration', words: /^([uµμ]s|[uµμ]?secs?|micros|microseconds?)$/i, unit: 'us' },
  { of: 'duration', words: /^(mins?|minutes?)$/i, unit: 'min' },
  { of: 'duration', words: /^(h|hrs?|hours?)$/i, unit: 'h' },
  { of: 'share', words: /^(percent|pct)$/i, unit: '%' },
  { of: 'size', words: /^bytes?$/i, unit: 'B' },
  { of: 'size', words: /^(kibibytes?)$/i, unit: 'KiB' },
  { of: 'size', words: /^(mebibytes?)$/i, unit: 'MiB' },
  { of: 'size', words: /^(gibibytes?)$/i, unit: 'GiB' },
]
