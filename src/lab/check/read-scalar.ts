import type { Scalar } from 'yaml'
import type { ValueType } from '../../kernel/fact.ts'
import { machineName } from '../../subject/subject.ts'
import { describe } from '../document/node.ts'
import type { Expectation, Matcher } from '../lab.ts'
import type { QuantityKind } from '../shape/quantity.ts'
import { readQuantity } from '../shape/quantity.ts'
import { suggest } from '../suggest.ts'
import type { Asked } from './asked.ts'
import { quantityOf, typeWords } from './type-words.ts'

/** An expectation written as one word, number or text; undefined when it makes no sense, and then the file has been told. */
export function readScalar(asked: Asked, scalar: Scalar, type: ValueType): Expectation | undefined {
  const text = String(scalar.value)
  if (type.type === 'record' && type.bare !== undefined) {
    const bare = type.fields[type.bare]
    const of = bare && readScalar(asked, scalar, bare)
    return of && { text, match: 'fields', fields: { [type.bare]: of } }
  }
  const kind = quantityOf(type)
  const matcher = kind ? readNumber(asked, scalar, kind) : readWord(asked, scalar, type)
  return matcher && { text, ...matcher }
}

/** A quantity, or `max` for no limit; complains and gives undefined where it is none. */
export function readAmount(
  asked: Asked,
  scalar: Scalar,
  kind: QuantityKind,
  text: string,
): number | undefined {
  if (text === 'max' && kind !== 'share') return Number.POSITIVE_INFINITY
  const value = readQuantity(kind, text)
  if (typeof value === 'number') return value
  const { expected, remedy } = value
  const found = describe(scalar)
  return asked.scope.file.complain(scalar, 'wrong-value', { key: asked.entry.name, expected, found, remedy })
}

/** Longer ones are nobody's, and cost time to compile. */
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
  if (isLikePath(source, flags)) return file.complain(scalar, 'ambiguous-pattern', { text })
  if (source.length > longestPattern) {
    return file.complain(scalar, 'long-pattern', { most: longestPattern })
  }
  if (/[^imsu]/.test(flags)) {
    return file.complain(scalar, 'bad-pattern', {
      reason: `there is no flag \`${flags}\`, only i, m, s and u`,
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
  return scope.file.complain(scalar, 'long-text', { key: entry.name, most, kept })
}

function complainOfQuotes({ scope, entry }: Asked, scalar: Scalar): undefined {
  const written = scalar.source ?? String(scalar.value)
  scope.file.complain(scalar, 'not-quoted', { key: entry.name, found: describe(scalar), written })
}

function complainOfWord({ scope, entry }: Asked, scalar: Scalar, type: ValueType): undefined {
  const found = describe(scalar)
  if (type.type === 'word' || type.type === 'namespace') {
    const known = type.type === 'word' ? type.words : Object.keys(namespaceMatchers)
    const meant = suggest(String(scalar.value), known)
    return scope.file.complain(scalar, 'unknown-word', { key: entry.name, found, meant, known })
  }
  const remedy =
    type.type === 'list' ? `write \`[${String(scalar.value)}]\` if this must be in it` : undefined
  scope.file.complain(scalar, 'wrong-value', { key: entry.name, expected: typeWords(type), found, remedy })
}
