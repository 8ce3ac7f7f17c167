import { fieldType, isRecord, type Value, type ValueType } from '../kernel/fact.ts'
import type { Expectation, Matcher } from '../lab/lab.ts'
import { below, type Compared, type Comparison } from './comparison.ts'
import {
  type Finding,
  type Found,
  found,
  isUncompared,
  isUnseen,
  negated,
  uncompared,
  unjudgeable,
} from './finding.ts'
import { type Comparand, ofText, scalarMatchers } from './match-scalar.ts'
import { showValue } from './show-value.ts'
import { spanOfText } from './text.ts'

/** Compares one value with what was expected of it. */
export function match(
  expectation: Expectation,
  value: Value,
  type: ValueType,
  comparison: Comparison,
): Finding {
  const row = matchers[expectation.match] as (matcher: Matcher, comparand: Comparand) => Finding
  return row(expectation, { value, type, text: expectation.text, comparison })
}

const matchers = {
  ...scalarMatchers,
  not: ({ of }, { value, type, text, comparison }) => negated(match(of, value, type, comparison), text),
  'grown-by': ({ of }, comparand) => grownBy(of, comparand),
  contain: ({ items }, comparand) => contain(items, comparand),
  only: ({ items }, comparand) => only(items, comparand),
  count: ({ of }, comparand) => count(of, comparand),
  fields: ({ fields }, comparand) => matchFields(fields, comparand),
} satisfies {
  [K in Matcher['match']]: (matcher: Extract<Matcher, { match: K }>, comparand: Comparand) => Finding
}

/** How much a number has grown since the step began; what did not exist then began at nothing. */
function grownBy(of: Expectation, { value, type, comparison }: Comparand): Finding {
  const start = comparison.before()
  if ('reason' in start) return uncompared(start)
  const { value: from = 0 } = start
  if (typeof value !== 'number' || typeof from !== 'number')
    return unjudgeable(`a ${type.type} does not grow: ${showValue(value, type)}`)
  const growth = value - from
  if (!Number.isFinite(growth))
    return unjudgeable(`how much ${showValue(value, type)} has grown is not a number`)
  const { page: _, ...exact } = comparison
  const finding = match(of, growth, type, { ...exact, compared: as => grownOf(comparison.compared(as)) })
  if (finding.matched === undefined) return finding
  const show = (amount: number) => showValue(amount, type)
  const observed = `it grew by ${show(growth)} (from ${show(from)} to ${show(value)})`
  const told = `${comparison.speaker} ${observed}`
  return {
    ...found(finding.matched, `to have grown by ${finding.expected}`, observed, comparison.speaker),
    alike: `expected not to have grown by ${finding.expected}, ${told}`,
  }
}

/** How much the value of another subject has grown in the same time. */
function grownOf(other: Compared): Compared {
  if (!('value' in other)) return other
  const start = other.before()
  if ('reason' in start) return start
  const { value: from = 0 } = start
  const isGrowth = typeof other.value === 'number' && typeof from === 'number'
  return isGrowth ? { value: other.value - from, before: () => ({ value: 0 }) } : other
}

/** Each item has an element of its own, and no element is left. */
function only(items: readonly Expectation[], { value, type, text, comparison }: Comparand): Finding {
  const elements = elementsOf(value, type)
  if (!elements) return unjudgeable(`${text} is expected of a ${type.type}, which is not a list`)
  const findings = items.map(item => elements.values.map(each => match(item, each, elements.of, comparison)))
  const stuck = findings.flat().find(({ matched }) => matched === undefined)
  if (stuck) return stuck
  const owners = paired(findings.map(row => row.map(({ matched }) => matched === true)))
  const missing = items.filter((_, index) => !owners.includes(index)).map(({ text }) => text)
  const extra = elements.values.flatMap((each, index) =>
    owners[index] === undefined ? [{ each, index }] : [],
  )
  const isRight = missing.length === 0 && extra.length === 0
  const shown = extra.map(({ each }) => showValue(each, elements.of))
  const wrong = [
    ...(missing.length > 0 && elements.values.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...(shown.length > 0 && items.length > 0 ? [`in addition: ${shown.join(', ')}`] : []),
  ]
  const finding = found(isRight, text, showValue(value, type), comparison.speaker)
  return {
    ...finding,
    unlike: [finding.unlike, ...wrong].join('; '),
    ...(type.type === 'list' && {
      elements: isRight ? [...elements.values.keys()] : extra.map(({ index }) => index),
    }),
  }
}

/** For each element the item that it is paired with, so that as many as possible are; undefined where there is none for it. */
function paired(fits: readonly (readonly boolean[])[]): (number | undefined)[] {
  const owners: (number | undefined)[] = Array.from({ length: fits[0]?.length ?? 0 })
  const place = (item: number, tried: Set<number>): boolean =>
    (fits[item] ?? []).some((isFit, element) => {
      if (!isFit || tried.has(element)) return false
      tried.add(element)
      const owner = owners[element]
      if (owner !== undefined && !place(owner, tried)) return false
      owners[element] = item
      return true
    })
  for (const item of fits.keys()) place(item, new Set())
  return owners
}

function count(of: Expectation, { value, type, text, comparison }: Comparand): Finding {
  const elements = elementsOf(value, type)
  if (!elements) return unjudgeable(`a ${type.type} has no number of elements`)
  const number = elements.values.length
  const finding = match(of, number, { type: 'count' }, comparison)
  if (finding.matched === undefined) return finding
  const observed =
    number === 0 ? 'none' : `${number}: ${showValue(elements.values, { type: 'list', of: elements.of })}`
  return found(finding.matched, text, observed, comparison.speaker)
}

/** The elements of a list, or the keys of a map. */
function elementsOf(value: Value, type: ValueType): { values: readonly Value[]; of: ValueType } | undefined {
  if (type.type === 'list' && Array.isArray(value)) return { values: value, of: type.of }
  return type.type === 'map' && isRecord(value)
    ? { values: Object.keys(value), of: { type: 'text' } }
    : undefined
}

/** Every item must be there; an item with `not` must not match anywhere. */
function contain(items: readonly Expectation[], comparand: Comparand): Finding {
  const { value, type, text, comparison } = comparand
  if (items.length === 0) return unjudgeable('the check asks for nothing')
  const findings = items.map(item => holds(item, comparand))
  const stuck = findings.find(finding => finding.matched === undefined && !isUnseen(finding))
  if (stuck) return stuck
  const missing = items.filter((_, index) => findings[index]?.matched === false).map(item => item.text)
  const unseen = findings.find(isUnseen)
  // One that is certainly wrong decides it, whatever was not kept.
  if (unseen && missing.length === 0) return unseen
  const finding = found(missing.length === 0, text, showValue(value, type), comparison.speaker)
  const which = items.length > 1 && missing.length > 0 ? `; of these not ${missing.join(', ')}` : ''
  return { ...finding, unlike: `${finding.unlike}${which}`, ...placesOf(findings) }
}

/** Where the items were found, those that must not be there included. */
function placesOf(findings: readonly Finding[]): Pick<Found, 'spans' | 'elements'> {
  const hits = findings.filter(finding => finding.matched !== undefined)
  return {
    spans: hits.flatMap(({ spans = [] }) => spans),
    elements: [...new Set(hits.flatMap(({ elements = [] }) => elements))],
  }
}

function holds(item: Expectation, comparand: Comparand): Finding {
  if (item.match === 'not') return negated(holds(item.of, comparand), item.text)
  return Array.isArray(comparand.value) ? holdsElement(item, comparand) : holdsText(item, comparand)
}

function holdsElement(item: Expectation, { value, type, comparison }: Comparand): Finding {
  if (!Array.isArray(value) || type.type !== 'list')
    return unjudgeable(`${item.text} is expected in a ${type.type}, which is not a list`)
  const findings = value.map(element => match(item, element, type.of, comparison))
  const index = findings.findIndex(finding => finding.matched)
  const hit = findings[index]
  if (hit?.matched) return { ...hit, spans: [], elements: [index] }
  const stuck = findings.find(finding => finding.matched === undefined)
  return stuck ?? found(false, item.text, showValue(value, type), comparison.speaker)
}

function holdsText(item: Expectation, comparand: Comparand): Finding {
  const { value, type, comparison } = comparand
  if (typeof value !== 'string' || type.type !== 'text')
    return unjudgeable(`a ${type.type} cannot contain ${item.text}`)
  if (item.match === 'pattern') return match(item, value, type, comparison)
  if (item.match !== 'equal' || typeof item.value !== 'string')
    return unjudgeable(`a text cannot contain ${item.text}, only text`)
  const wanted = item.value
  return ofText({ ...comparand, text: item.text }, (text, gaps) => spanOfText(text, gaps, wanted))
}

/** All fields must match; a field that is missing is named. */
function matchFields(fields: Readonly<Record<string, Expectation>>, comparand: Comparand): Finding {
  const entries = Object.entries(fields)
  if (entries.length === 0) return unjudgeable('the check asks for nothing')
  const findings = entries.map(
    ([field, expectation]) => [field, matchField(field, expectation, comparand)] as const,
  )
  const failed: [string, Found][] = []
  for (const [field, finding] of findings) {
    if (isUncompared(finding)) return finding
    if (finding.matched === undefined) return unjudgeable(`${field}: ${finding.because}`)
    if (!finding.matched) failed.push([field, finding])
  }
  const { value, type, text, comparison } = comparand
  const whole = found(failed.length === 0, text, showValue(value, type), comparison.speaker)
  const absent = failed.find(([, { absent }]) => absent !== undefined)?.[1].absent
  return {
    ...whole,
    unlike: failed.map(([field, { unlike }]) => `${field}: ${unlike}`).join('; '),
    ...(absent === undefined ? {} : { absent }),
  }
}

/** One field of a record or one key of a map. */
export function matchField(
  field: string,
  expectation: Expectation,
  { value, type, comparison }: Comparand,
): Finding {
  const typeOfField = fieldType(type, field)
  if (!typeOfField || !isRecord(value)) return unjudgeable(`a ${type.type} has no fields such as ${field}`)
  const inner = Object.hasOwn(value, field) ? value[field] : undefined
  if (inner !== undefined) return match(expectation, inner, typeOfField, below(comparison, field))
  return { ...found(false, expectation.text, `no ${field}`, 'there is'), absent: field }
}
