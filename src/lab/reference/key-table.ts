import { stringify } from 'yaml'
import type * as z from 'zod'
import { code, table } from './table.ts'

/** The keys of a shape: what is written behind each, and what it means. */
export function keyTable(shape: z.ZodRawShape): string {
  const rows = Object.entries(shape).map(([key, schema]) => {
    const { description = '', examples = [] } = (schema as z.ZodType).meta() ?? {}
    const shown = (examples as unknown[]).map(example => code(flow(example)))
    return [
      code(key),
      shown.join(' or '),
      `${isOptional(schema as z.ZodType) ? '' : '**Required.** '}${description}${absent(schema as z.ZodType)}`,
    ]
  })
  return table(['key', 'for example', 'meaning'], rows)
}

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim()
}

/** A key that may be absent: optional, or with a default. */
function isOptional(schema: z.ZodType): boolean {
  return ['optional', 'prefault'].includes(schema.def.type)
}

function absent(schema: z.ZodType): string {
  const { def } = schema
  return def.type === 'prefault' ? ` Without it: \`${(def as z.core.$ZodPrefaultDef).defaultValue}\`.` : ''
}
