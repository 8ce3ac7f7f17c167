import type { Scalar } from 'yaml'
import type { ValueType } from '../../kernel/fact.ts'
import { machineName } from '../../subject/subject.ts'
import { describe } from '../document/node.ts'
import { asList, inQuotes, instead, meantInstead } from '../fix/candidate.ts'
import { quoted } from '../fix/quoted.ts'
import type { Expectation, Matcher } from '../lab.ts'
import { namePattern } from '../shape/name.ts'
import type { QuantityKind } from '../shape/quantity.ts'
import { readQuantity } from '../shape/quantity.ts'
import { suggest } from '../suggest.ts'
import type { Asked } from './asked.ts'
import { quantityOf, typeWords } from './type-words.ts'

/** An expectation written as one word, number or text; undefined when it makes no sense, which is reported. */
export function readScalar(asked: Asked, scalar: Scalar, type: ValueType): Expectation | undefined {
  const text = String(scalar.value)
  if (type.type === 'record' && type.bare !== undefined) {
    const bare = type.fields[type.bare]
    const of = bare && readScalar(asked, scalar, bare)
    return of && { text, match: 'fields', fields: { [type.bare]: of } }
  }
  const kind = quantityOf(type)
  const matcher = isProcessName(text, type)
    ? readProcessName(asked, scalar, text)
    : kind
      ? readNumber(asked, scalar, kind)
      : readWord(asked, scalar, type)
  return matcher && { text, ...matcher }
}

/** A quantity, or `max` for no limit; undefined for anything else, which is reported. */
export function readAmount(
  asked: Asked,
  scalar: Scalar,
  kind: QuantityKind,
  text: string,
): number | undefined {
  if (text === 'max' && kind !== 'share') return Number.POSITIVE_INFINITY
  const value = readQuantity(kind, text)
  if (typeof value === 'number') return value
  const { expected, remedy, write = [] } = value
  const found = describe(scalar)
  const operator = text === String(scalar.value) ? '' : String(scalar.value).slice(0, -text.length)
  const values = write.map(value => `${operator}${value}`)
  const fixes = instead(scalar, [...values.map(plainOrQuoted), ...otherSpellings(String(scalar.value))])
  const args = { key: asked.entry.name, expected, found, remedy }
  return asked.scope.file.complain(scalar, 'wrong-value', args, { fixes })
}

/** YAML takes `<` for text, and `>` for more than that. */
const plainOrQuoted = (text: string) => (/^[\w.][\w.%]*$/.test(text) ? text : quoted(text))

/** An expectation of a number as it is written elsewhere: in C, in mathematics, in words. */
function otherSpellings(text: string): string[] {
  for (const { written, lab } of spellings) {
    const found = written.exec(text.trim())
    if (found) return [lab(...(found.slice(1) as [string, string]))]
  }
  return []
}

const spellings: readonly { readonly written: RegExp; readonly lab: (a: string, b: string) => string }[] = [
  { written: /^(?:=>|≥|>\s=|at least) *(.+)$/i, lab: low => quoted(`>= ${low}`) },
  { written: /^(?:=<|≤|<\s=|at most|up to|max\.?) +?(.+)$/i, lab: high => quoted(`<= ${high}`) },
  { written: /^(?:more|greater|larger|over) (?:than )?(.+)$/i, lab: low => quoted(`> ${low}`) },
  { written: /^(?:less|smaller|fewer|under) (?:than )?(.+)$/i, lab: high => quoted(`< ${high}`) },
  { written: /^(?:!=|<>|≠|!|not |-ne ) *(.+)$/i, lab: other => `{not: ${plainOrQuoted(other)}}` },
  { written: /^(?:={1,3}|is |equals |-eq ) *(.+)$/i, lab: plainOrQuoted },
  {
    written: /^([\d.]+\w*) *(?:\.{2,3}|-|–|to) *([\d.]+\w*)$/i,
    lab: (low, high) => `{between: [${low}, ${high}]}`,
  },
  { written: /^(.+?) *\+$/, lab: low => quoted(`>= ${low}`) },
  { written: /^(?:unlimited|infinity|infinite|inf|none|no limit|-1)$/i, lab: () => 'max' },
  { written: /^(>=?|<=?)\s+(.+)$/, lab: (sign, amount) => quoted(`${sign} ${amount}`) },
]

/** Longer ones take too long to compile. */
export const longestPattern = 500

function readNumber(asked: Asked, scalar: Scalar, kind: QuantityKind): Matcher | undefined {
  const written = String(scalar.value)
  const [, op, amount] = /^(<=|>=|<|>) ?(.+)$/.exec(written) ?? []
  const value = readAmount(asked, scalar, kind, amount ?? written)
  if (value === undefined) return undefined
  return op === undefined
    ? { match: 'equal', value }
    : { match: 'compare', op: op as '<' | '<=' | '>' | '>=', value }
}

const isProcessName = (text: string, type: ValueType) =>
  type.type === 'count' && type.of === 'process' && namePattern.test(text)

function readProcessName({ scope, entry, self }: Asked, scalar: Scalar, name: string): Matcher | undefined {
  if (name === self) return scope.file.complain(scalar, 'never-itself', { name, key: entry.name })
  scope.checkProcess(name, scalar)
  return { match: 'process', name }
}

function readWord(asked: Asked, scalar: Scalar, type: ValueType): Matcher | undefined {
  const { value } = scalar
  const text = String(value)
  if (type.type === 'text')
    return typeof value === 'string' ? readText(asked, scalar, value, type) : complainOfQuotes(asked, scalar)
  if (type.type === 'flag' && /^(true|false|1|0)$/.test(text))
    return { match: 'equal', value: /true|1/.test(text) }
  if (type.type === 'word' && (type.words.includes(text) || isPattern(text)))
    return readKnownWord(asked, scalar, text, type.words)
  if (type.type === 'namespace' && Object.hasOwn(namespaceMatchers, text)) {
    if (asked.comparable) return namespaceMatchers[text as keyof typeof namespaceMatchers]
    return asked.scope.file.complain(scalar, 'not-comparable', { key: asked.entry.name })
  }
  complainOfWord(asked, scalar, type)
  return undefined
}

/** A namespace is one's own when it is not the machine's. */
const namespaceMatchers = {
  own: { match: 'not', of: { text: 'shared', match: 'same-as', as: machineName } },
  shared: { match: 'same-as', as: machineName },
} satisfies Record<string, Matcher>

/** A word of a closed set, or a regular expression that one of them matches: another could match nothing. */
function readKnownWord(
  asked: Asked,
  scalar: Scalar,
  text: string,
  words: readonly string[],
): Matcher | undefined {
  const matcher = readText(asked, scalar, text)
  if (matcher?.match !== 'pattern') return matcher
  const pattern = new RegExp(matcher.source, matcher.flags)
  if (words.some(word => pattern.test(word))) return matcher
  return asked.scope.file.complain(scalar, 'unmatched-pattern', { key: asked.entry.name, known: words })
}

/** Text between slashes is a regular expression, all other text is meant as it stands. */
const patternForm = /^\/(.+)\/([a-z]?|[imsu]{2,4})$/s

const isPattern = (text: string) => patternForm.test(text)

/** A pattern that holds a bare slash, or flags that change nothing of it, is more likely a path such as `/usr/bin/su`. */
const isLikePath = (source: string, flags: string) =>
  /^[\w.+@/-]+$/.test(source) && (source.includes('/') || (/[smu]/.test(flags) && !source.includes('.')))

function readText(
  asked: Asked,
  scalar: Scalar,
  text: string,
  type: Extract<ValueType, { type: 'text' }> = { type: 'text' },
): Matcher | undefined {
  const { file } = asked.scope
  const [, source, flags] = patternForm.exec(text) ?? []
  if (source === undefined || flags === undefined) return readWhole(asked, scalar, text, type)
  if (isLikePath(source, flags)) {
    const fixes = instead(scalar, [`/^${text.replaceAll('/', '\\/')}$/`]).map(fix => ({
      ...fix,
      shown: false,
    }))
    return file.complain(scalar, 'ambiguous-pattern', { text }, { fixes })
  }
  if (source.length > longestPattern) {
    return file.complain(scalar, 'long-pattern', { most: longestPattern })
  }
  if (/[^imsu]/.test(flags)) {
    return file.complain(scalar, 'bad-pattern', {
      reason: `unknown flag \`${flags}\`; the flags are i, m, s and u`,
    })
  }
  try {
    new RegExp(source, flags)
    return { match: 'pattern', source, flags }
  } catch (error) {
    const reason = (error as Error).message.replace(/^.*: /, '').toLowerCase()
    return file.complain(scalar, 'bad-pattern', { reason })
  }
}

/** A value never equals what no value looks like, or what the kernel cuts off: `not` would always pass. */
function readWhole(
  { scope, entry }: Asked,
  scalar: Scalar,
  text: string,
  { most = Number.POSITIVE_INFINITY, form }: Extract<ValueType, { type: 'text' }>,
): Matcher | undefined {
  if (form && !form.pattern.test(text)) {
    const found = describe(scalar)
    return scope.file.complain(scalar, 'wrong-value', { key: entry.name, expected: form.expected, found })
  }
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= most) return { match: 'equal', value: text }
  const kept = new TextDecoder().decode(bytes.subarray(0, most)).replace(/\ufffd+$/, '')
  const fixes = meantInstead(scalar, quoted(kept))
  return scope.file.complain(scalar, 'long-text', { key: entry.name, most, kept }, { fixes })
}

function complainOfQuotes({ scope: { file }, entry }: Asked, scalar: Scalar): undefined {
  const fixes = inQuotes(file, scalar)
  file.complain(scalar, 'not-quoted', { key: entry.name, found: describe(scalar) }, { fixes })
}

function complainOfWord({ scope: { file }, entry }: Asked, scalar: Scalar, type: ValueType): undefined {
  const found = describe(scalar)
  const written = String(scalar.value)
  if (type.type === 'word' || type.type === 'namespace') {
    const known = type.type === 'word' ? type.words : Object.keys(namespaceMatchers)
    const meant = suggest(written, known)
    const fixes = meantInstead(scalar, meant)
    return file.complain(scalar, 'unknown-word', { key: entry.name, found, meant, known }, { fixes })
  }
  const truth = truthWords.find(({ words }) => words.test(written))
  const fixes = type.type === 'flag' && truth ? instead(scalar, [truth.flag]) : asList(file, scalar)
  file.complain(scalar, 'wrong-value', { key: entry.name, expected: typeWords(type), found }, { fixes })
}

/** What YAML 1.1 and people call true and false. */
const truthWords = [
  { words: /^(yes|y|on|t|enabled)$/i, flag: 'true' },
  { words: /^(no|n|off|f|disabled)$/i, flag: 'false' },
]
