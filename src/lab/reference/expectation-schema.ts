import * as z from 'zod'
import type { ValueType } from '../../kernel/fact.ts'
import type { MatcherKey } from '../check/read-matcher.ts'
import { matchersOf } from '../check/read-matcher.ts'
import { quantityOf } from '../check/type-words.ts'
import { orVariable } from '../shape/leaf.ts'
import { namePattern } from '../shape/name.ts'
import type { QuantityKind } from '../shape/quantity.ts'
import { quantityPattern } from '../shape/quantity.ts'

/** What may be expected of a value of this type, for editors: the same that check/read-expectation.ts reads. */
export function expectationSchema(type: ValueType, comparable: boolean): z.ZodType {
  const key = JSON.stringify([isSimple(type) ? type.type : type, comparable])
  const known = made.get(key)
  if (known) return known
  // A schema that contains itself, as `not` does, must be known before it is complete.
  const itself: z.ZodType = z.lazy(() => complete)
  made.set(key, itself)
  const alternatives = [...plainSchemas(type, comparable), ...matcherSchemas(type, comparable, itself)]
  const union = z.union(alternatives)
  const complete: z.ZodType = isSimple(type)
    ? union.meta({ id: `${type.type}${comparable ? '-of-process' : ''}` })
    : union
  made.set(key, complete)
  return complete
}

const made = new Map<string, z.ZodType>()

/** Types without parts get a name in the schema, so that it is not written out for every fact. */
function isSimple(type: ValueType): boolean {
  return !['word', 'list', 'record', 'map'].includes(type.type) && !('of' in type)
}

const variable = z.string().regex(/\$\{/)
const pattern = z.string().regex(/^\/.+\/[imsu]*$/)

function plainSchemas(type: ValueType, comparable: boolean): z.ZodType[] {
  const of = (inner: ValueType) => expectationSchema(inner, comparable)
  switch (type.type) {
    case 'count':
      return [z.int(), amount(type.type), ...(type.of === 'process' ? [z.string().regex(namePattern)] : [])]
    case 'size':
      return [z.int(), amount(type.type)]
    case 'duration':
    case 'share':
      return [amount(type.type)]
    case 'text':
      return [z.string(), z.array(z.union([z.string(), z.strictObject({ not: z.string() })])).min(1)]
    case 'flag':
      return [z.boolean(), z.literal([0, 1]), z.string().regex(/^(true|false|0|1)$|\$\{/)]
    case 'word':
      return [z.enum(type.words as [string, ...string[]]), variable, pattern]
    case 'namespace':
      // Of the machine itself they could only be shared, with itself.
      return comparable ? [z.enum(['own', 'shared']), variable] : [z.never()]
    case 'list':
      return [z.array(of(type.of))]
    case 'map':
      return [z.record(z.string(), of(type.of)).meta({ minProperties: 1 })]
    case 'record': {
      const fields = Object.entries(type.fields).map(([name, field]) => [name, of(field).optional()])
      const bare = type.bare === undefined ? undefined : type.fields[type.bare]
      return [
        z.strictObject(Object.fromEntries(fields)).meta({ minProperties: 1 }),
        ...(bare ? [of(bare)] : []),
      ]
    }
  }
}

/** A quantity, or one to compare with. */
function amount(kind: QuantityKind): z.ZodType {
  const max = kind === 'share' ? '' : '|max'
  return z.string().meta({ pattern: orVariable(`((<=|>=|<|>) ?)?(${quantityPattern(kind)}${max})`) })
}

function matcherSchemas(type: ValueType, comparable: boolean, itself: z.ZodType): z.ZodType[] {
  const keys = matchersOf(type).filter(key => comparable || key !== 'same-as')
  return keys.map(key => z.strictObject(matcherShapes[key](type, itself)))
}

/** What each matcher is written with. */
const matcherShapes = {
  not: (_, itself) => ({ not: itself }),
  between: type => ({ between: z.tuple([number(type), number(type)]) }),
  within: type => ({
    within: number({ type: 'share' }),
    of: type.type === 'duration' ? z.union([number(type), partOfDuration]) : number(type),
  }),
  only: type => ({ only: z.array(type.type === 'list' ? expectationSchema(type.of, false) : z.string()) }),
  count: () => ({ count: expectationSchema({ type: 'count' }, false) }),
  'same-as': () => ({ 'same-as': z.string() }),
  'ratio-to': () => ({
    'ratio-to': z.record(z.string(), z.unknown()),
    within: number({ type: 'share' }),
    of: z.union([z.number().positive(), z.string()]),
  }),
  'grown-by': (_, itself) => ({ 'grown-by': itself }),
  'unchanged-since': () => ({ 'unchanged-since': z.string() }),
  'changed-since': () => ({ 'changed-since': z.string() }),
} satisfies Record<MatcherKey, (type: ValueType, itself: z.ZodType) => z.ZodRawShape>

const partOfDuration = z.string().regex(/^\S+ of duration$/)

/** A quantity that is compared with nothing. */
function number(type: ValueType): z.ZodType {
  const kind = quantityOf(type) ?? 'count'
  const text = z
    .string()
    .meta({ pattern: orVariable(`${quantityPattern(kind)}${kind === 'share' ? '' : '|max'}`) })
  return kind === 'count' || kind === 'size' ? z.union([z.int(), text]) : text
}
