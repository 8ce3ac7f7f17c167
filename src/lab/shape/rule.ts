import * as z from 'zod'

/** What a shape says of one key, in the form that reading needs. */
export interface Rule {
  readonly schema: z.ZodType
  /** Code of its own reads the value. */
  readonly byHand: boolean
  /** The key must be there. */
  readonly required: boolean
  /** The value of a key that is absent. */
  readonly absent: unknown
}

/** The rules of a shape, worked out once: hundreds of files ask for the same few. */
export function rulesOf(shape: z.ZodRawShape): ReadonlyMap<string, Rule> {
  const known = made.get(shape)
  if (known) return known
  const rules = new Map(Object.entries(shape).map(([key, schema]) => [key, ruleOf(schema as z.ZodType)]))
  made.set(shape, rules)
  return rules
}

const made = new WeakMap<z.ZodRawShape, ReadonlyMap<string, Rule>>()

function ruleOf(schema: z.ZodType): Rule {
  const isOptional = schema instanceof z.ZodOptional
  const byHand = (isOptional ? schema.unwrap() : schema) instanceof z.ZodUnknown
  // What is read by hand would take anything, also nothing.
  const whenAbsent = byHand ? { success: isOptional, data: undefined } : schema.safeParse(undefined)
  return { schema, byHand, required: !whenAbsent.success, absent: whenAbsent.data }
}
