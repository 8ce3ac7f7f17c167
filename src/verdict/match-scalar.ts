import type { Gap } from '../evidence/reading.ts'
import type { Value, ValueType } from '../kernel/fact.ts'
import type { Span } from '../kernel/quote.ts'
import type { Matcher, Multiple } from '../lab/lab.ts'
import { comparedSubject, machineName, subjectWords } from '../subject/subject.ts'
import type { Comparison } from './comparison.ts'
import { type Finding, found, uncompared, unjudgeable, unseen, withHint } from './finding.ts'
import { patternHint, textHint } from './hint.ts'
import { sameValue } from './same-value.ts'
import { showDuration, showValue } from './show-value.ts'
import { type Certainty, equalsText, missingBytes, spanOfPattern } from './text.ts'

/** A value, its type, what the author wrote, and what else a comparison may need. */
export interface Comparand {
  readonly value: Value
  readonly type: ValueType
  readonly text: string
  readonly comparison: Comparison
}

type Row<K extends Matcher['match']> = (
  matcher: Extract<Matcher, { match: K }>,
  comparand: Comparand,
) => Finding

/** The matchers that look into a value, or at other expectations. */
type Compound = 'not' | 'grown-by' | 'contain' | 'only' | 'count' | 'fields'

/** The matchers that compare a value as a whole. */
export const scalarMatchers = {
  equal: (matcher, comparand) => equal(matcher.value, comparand),
  compare: ({ op, value }, comparand) =>
    withNumbers([value], comparand, observed => comparisons[op](observed, value)),
  between: ({ low, high }, comparand) =>
    withNumbers([low, high], comparand, observed => observed >= low && observed <= high),
  within: (matcher, comparand) => within(matcher, comparand),
  pattern: (matcher, comparand) => pattern(matcher, comparand),
  'same-as': ({ as }, comparand) => sameAs(as, comparand),
  'unchanged-since': ({ step }, comparand) => unchangedSince(step, comparand),
  process: ({ name }, comparand) => numberOf(name, comparand),
} satisfies { [K in Exclude<Matcher['match'], Compound>]: Row<K> }

const comparisons = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
}

function equal(expected: number | string | boolean, comparand: Comparand): Finding {
  const { value } = comparand
  if (typeof expected === 'number') return equalNumber(expected, comparand)
  if (typeof expected !== typeof value) return disagree(comparand)
  if (typeof value === 'string' && typeof expected === 'string')
    return withHint(
      ofText(comparand, (text, gaps) => equalsText(text, gaps, expected)),
      () => textHint(value, expected),
    )
  return judged(value === expected, comparand)
}

/** The kernel rounds memory limits down to whole pages, so an expected size may equal the rounded one. */
function equalNumber(expected: number, comparand: Comparand): Finding {
  const page = comparand.type.type === 'size' ? comparand.comparison.page : undefined
  const kept = page && Number.isFinite(expected) ? Math.floor(expected / page) * page : expected
  const text = kept === expected ? comparand.text : `${comparand.text}, kept in whole pages as ${kept}`
  return withNumbers(
    [expected],
    { ...comparand, text },
    observed => observed === expected || observed === kept,
  )
}

/** The difference as a part of what it should be: 10% of 50% allows 45% to 55%. */
function within({ share, of }: Extract<Matcher, { match: 'within' }>, comparand: Comparand): Finding {
  if (typeof of === 'object' && 'as' in of) return withinMultiple(share, of, comparand)
  const { duration } = comparand.comparison
  if (typeof of !== 'number' && duration === undefined)
    return unjudgeable('how long the step took is unknown')
  const target = typeof of === 'number' ? of : of.share * (duration ?? Number.NaN)
  if (!Number.isFinite(share * target))
    return unjudgeable(`nothing can be within ${share * 100}% of ${target}`)
  const took = typeof of === 'number' ? '' : `, of ${showDuration(duration ?? Number.NaN)}`
  return near(target, share, took, comparand)
}

/** So many times the same value of another subject, of which there must be something. */
function withinMultiple(share: number, { times, as }: Multiple, comparand: Comparand): Finding {
  const compared = comparand.comparison.compared(as)
  if (!('value' in compared)) return uncompared(compared)
  const other = compared.value
  const shown = showValue(other, comparand.type)
  if (typeof other !== 'number') return unjudgeable(`there is no ratio to a ${comparand.type.type}: ${shown}`)
  return Number.isFinite(other) && other > 0
    ? near(times * other, share, `; that is ${shown}`, comparand)
    : uncompared({ fail: `that of ${subjectWords(as)} is ${shown}, to which nothing has a ratio` })
}

function near(target: number, share: number, also: string, comparand: Comparand): Finding {
  const slack = Math.abs(share * target)
  const show = (value: number) => showValue(value, comparand.type)
  const text = `${comparand.text} (${show(target - slack)} to ${show(target + slack)}${also})`
  return withNumbers([target], { ...comparand, text }, observed => Math.abs(observed - target) <= slack)
}

function pattern(matcher: Extract<Matcher, { match: 'pattern' }>, comparand: Comparand): Finding {
  const { value } = comparand
  return withHint(
    ofText(comparand, (text, gaps) => spanOfPattern(text, gaps, matcher)),
    () => (typeof value === 'string' ? patternHint(value, matcher) : undefined),
  )
}

/** Matches a text of which parts may not have been kept. */
export function ofText(
  comparand: Comparand,
  decide: (text: string, gaps: readonly Gap[]) => Certainty | Span,
): Finding {
  const { value, comparison, text, type } = comparand
  if (typeof value !== 'string') return disagree(comparand)
  const { gaps = [], speaker } = comparison
  const matched = decide(value, gaps)
  if (matched === undefined) return unseen(missingBytes(gaps))
  const note = gaps.length === 0 ? '' : `, and ${missingBytes(gaps)} bytes that were not kept`
  const finding = found(matched !== false, text, `${showValue(value, type)}${note}`, speaker)
  return typeof matched === 'object' ? { ...finding, spans: [matched] } : finding
}

function sameAs(as: string, comparand: Comparand): Finding {
  const { value, type, text, comparison } = comparand
  const compared = comparison.compared(comparedSubject(as))
  if (!('value' in compared)) return uncompared(compared)
  const other = compared.value
  const same = sameValue(value, other)
  if (type.type === 'namespace' && as === machineName) return place(same, showValue(other, type), comparand)
  const finding = found(same, text, showValue(value, type), comparison.speaker)
  const theirs = showValue(other, type)
  return {
    ...finding,
    expected: `${text} (${theirs})`,
    unlike: `${finding.unlike}; that of ${as} is ${theirs}`,
  }
}

function unchangedSince(step: string, comparand: Comparand): Finding {
  const { value, type, text, comparison } = comparand
  const before = comparison.before(step)
  if ('reason' in before) return uncompared(before)
  if (before.value === undefined)
    return uncompared({ fail: `there was nothing to compare with at the end of step ${step}` })
  const then = showValue(before.value, type)
  const finding = found(
    sameValue(value, before.value),
    `${text} ${then.startsWith('(') ? then : `(${then})`}`,
    showValue(value, type),
    comparison.speaker,
  )
  return {
    ...finding,
    alike: `expected another value than at the end of step ${step}, ${comparison.speaker} ${then}, as it did then`,
  }
}

/** Whether a number is that of a named process. */
function numberOf(name: string, comparand: Comparand): Finding {
  const named = comparand.comparison.numberOf(name)
  if (!('value' in named)) return uncompared(named)
  return judged(comparand.value === named.value, { ...comparand, text: `${name} (${named.value})` })
}

/** A namespace is shared with the machine, or it is one's own: the two words an author writes. */
function place(shared: boolean, machines: string, { value, type, comparison }: Comparand): Finding {
  const own = showValue(value, type)
  const observed = shared
    ? `shared with the machine, ${own}`
    : `its own, ${own} (the machine's is ${machines})`
  const told = `${comparison.speaker} ${observed}`
  return { ...found(shared, 'shared', observed, comparison.speaker), alike: `expected own, ${told}` }
}

function withNumbers(
  expected: readonly number[],
  comparand: Comparand,
  matches: (observed: number) => boolean,
): Finding {
  const { value } = comparand
  if (typeof value !== 'number') return disagree(comparand)
  if ([value, ...expected].some(Number.isNaN)) return unjudgeable('a value is not a number')
  return judged(matches(value), comparand)
}

function judged(matched: boolean, { value, type, text, comparison }: Comparand): Finding {
  return found(matched, text, showValue(value, type), comparison.speaker)
}

function disagree({ value, type, text }: Comparand): Finding {
  return unjudgeable(`${text} cannot be compared with a ${type.type}: ${showValue(value, type)}`)
}
