import type { Value, ValueType } from '../kernel/fact.ts'
import type { Matcher } from '../lab/lab.ts'
import { type Finding, found, unjudgeable } from './finding.ts'
import { sameValue } from './same-value.ts'
import { showDuration, showValue } from './show-value.ts'
import type { World } from './world.ts'

/** One value, its type, what the author wrote, and what else the comparison may need. */
export interface Subject {
  readonly value: Value
  readonly type: ValueType
  readonly text: string
  readonly world: World
}

type Row<K extends Matcher['match']> = (matcher: Extract<Matcher, { match: K }>, subject: Subject) => Finding

/** The matchers that look at a value as a whole. */
export const scalarMatchers = {
  equal: (matcher, subject) => equal(matcher.value, subject),
  compare: ({ op, value }, subject) =>
    withNumbers([value], subject, observed => comparisons[op](observed, value)),
  between: ({ low, high }, subject) =>
    withNumbers([low, high], subject, observed => observed >= low && observed <= high),
  within: (matcher, subject) => within(matcher, subject),
  pattern: (matcher, subject) => pattern(matcher, subject),
  'same-as': ({ as }, subject) => sameAs(as, subject),
} satisfies { [K in 'equal' | 'compare' | 'between' | 'within' | 'pattern' | 'same-as']: Row<K> }

const comparisons = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
}

function equal(expected: number | string | boolean, subject: Subject): Finding {
  const { value } = subject
  if (typeof expected === 'number') return equalNumber(expected, subject)
  if (typeof expected !== typeof value) return disagree(subject)
  if (typeof value === 'string' && typeof expected === 'string')
    return judged(withoutLastNewline(value) === withoutLastNewline(expected), subject)
  return judged(value === expected, subject)
}

/** The kernel keeps limits of memory in whole pages, rounded down: what was asked is compared as it would be kept. */
function equalNumber(expected: number, subject: Subject): Finding {
  const page = subject.type.type === 'size' ? subject.world.page : undefined
  const kept = page && Number.isFinite(expected) ? Math.floor(expected / page) * page : expected
  const text = kept === expected ? subject.text : `${subject.text}, kept in whole pages as ${kept}`
  return withNumbers([expected], { ...subject, text }, observed => observed === expected || observed === kept)
}

/** The difference as a part of what it should be: 10% of 50% allows 45% to 55%. */
function within({ share, of }: Extract<Matcher, { match: 'within' }>, subject: Subject): Finding {
  const { duration } = subject.world
  if (typeof of !== 'number' && duration === undefined)
    return unjudgeable('the time the step took is not known')
  const target = typeof of === 'number' ? of : of.share * (duration ?? Number.NaN)
  const slack = Math.abs(share * target)
  if (!Number.isFinite(slack)) return unjudgeable(`nothing can be within ${share * 100}% of ${target}`)
  const show = (value: number) => showValue(value, subject.type)
  const took = typeof of === 'number' ? '' : `, of ${showDuration(duration ?? Number.NaN)}`
  const text = `${subject.text} (${show(target - slack)} to ${show(target + slack)}${took})`
  return withNumbers([target], { ...subject, text }, observed => Math.abs(observed - target) <= slack)
}

function pattern({ source, flags }: Extract<Matcher, { match: 'pattern' }>, subject: Subject): Finding {
  const { value } = subject
  if (typeof value !== 'string') return disagree(subject)
  return judged(new RegExp(source, flags).test(withoutLastNewline(value)), subject)
}

function sameAs(as: string, subject: Subject): Finding {
  const { value, type, text, world } = subject
  const other = world.compared(as)
  if (other === undefined) return unjudgeable(`the same of ${as} was not read`)
  const same = sameValue(value, other)
  if (type.type === 'namespace' && as === 'host') return place(same, showValue(other, type), subject)
  const finding = found(same, text, showValue(value, type), world.speaker)
  const theirs = showValue(other, type)
  return {
    ...finding,
    expected: `${text} (${theirs})`,
    unlike: `${finding.unlike}; that of ${as} is ${theirs}`,
  }
}

/** A namespace is shared with the machine, or it is one's own: the two words an author writes. */
function place(shared: boolean, machines: string, { value, type, world }: Subject): Finding {
  const own = showValue(value, type)
  const observed = shared
    ? `shared with the machine, ${own}`
    : `its own, ${own} (the machine's is ${machines})`
  const told = `${world.speaker} ${observed}`
  return { ...found(shared, 'shared', observed, world.speaker), alike: `expected own, ${told}` }
}

function withNumbers(
  expected: readonly number[],
  subject: Subject,
  matches: (observed: number) => boolean,
): Finding {
  const { value } = subject
  if (typeof value !== 'number') return disagree(subject)
  if ([value, ...expected].some(Number.isNaN)) return unjudgeable('a value is not a number')
  return judged(matches(value), subject)
}

function judged(matched: boolean, { value, type, text, world }: Subject): Finding {
  return found(matched, text, showValue(value, type), world.speaker)
}

function disagree({ value, type, text }: Subject): Finding {
  return unjudgeable(`${text} cannot be compared with a ${type.type}: ${showValue(value, type)}`)
}

/** A line of output ends in a newline that nobody means. */
export const withoutLastNewline = (text: string) => text.replace(/\n$/, '')
