import type { Node } from 'yaml'
import { isMap, isScalar, isSeq } from 'yaml'
import * as z from 'zod'
import type { LabFile, Where } from '../document/lab-file.ts'
import type { Entry, Value } from '../document/node.ts'
import { describe, entriesOf, isNothing, plain } from '../document/node.ts'
import { suggest } from '../suggest.ts'
import { isByHand } from './shape.ts'

/** What a map of the file says, key by key: values that are right, and the nodes of all that is there. */
export interface Fields<S extends z.ZodRawShape> {
  /** A key that is absent or wrong has no value; of a wrong one the file has been told. */
  readonly values: { readonly [K in keyof S]?: z.output<S[K]> | undefined }
  readonly entries: ReadonlyMap<string, Entry>
  /** Where the map begins, for what is missing in it. */
  readonly head: Where
}

/** Reads a map whose keys are known. All its mistakes are told, and one wrong key hides none of the others. */
export function readFields<S extends z.ZodRawShape>(
  file: LabFile,
  node: Value,
  is: {
    /** What it is called, such as `a step`. */
    readonly of: string
    readonly shape: S
    /** Keys that are somebody else's to read or to complain of. */
    readonly others?: (key: string) => boolean
  },
): Fields<S> | undefined {
  if (!isMap(node)) return undefined
  const entries = new Map(entriesOf(node).map(entry => [entry.name, entry]))
  const head = entries.values().next().value?.key ?? node
  const values: Record<string, unknown> = {}
  for (const entry of entries.values()) {
    const schema = Object.hasOwn(is.shape, entry.name) ? is.shape[entry.name] : undefined
    if (schema) values[entry.name] = readValue(file, entry, schema as z.ZodType)
    else if (!is.others?.(entry.name)) complainOfKey(file, entry, is)
  }
  for (const [key, schema] of Object.entries(is.shape) as [string, z.ZodType][])
    if (!entries.has(key)) values[key] = readAbsent(file, key, schema, is.of, head)
  return { values: values as Fields<S>['values'], entries, head }
}

/** One value by its definition; undefined when it is wrong, and then the file has been told. */
export function readValue<T>(
  file: LabFile,
  { name, key, value }: Entry,
  schema: z.ZodType<T>,
): T | undefined {
  if (isNothing(value)) {
    return file.complain(key, 'no-value', { key: name })
  }
  if (isByHand(schema)) return undefined
  const result = schema.safeParse(plain(value))
  if (result.success) return result.data
  for (const issue of result.error.issues) complainOfIssue(file, name, value, issue)
  return undefined
}

function readAbsent(file: LabFile, key: string, schema: z.ZodType, of: string, head: Where): unknown {
  if (schema instanceof z.ZodOptional) return undefined
  if (schema instanceof z.ZodUnknown) return complainOfAbsence(file, key, schema, of, head)
  const result = schema.safeParse(undefined)
  if (result.success) return result.data
  return complainOfAbsence(file, key, schema, of, head)
}

function complainOfAbsence(
  file: LabFile,
  key: string,
  schema: z.ZodType,
  of: string,
  head: Where,
): undefined {
  return file.complain(head, 'missing-key', { key, of, means: schema.meta()?.description ?? '' })
}

function complainOfKey(
  file: LabFile,
  { name, key }: Entry,
  is: { of: string; shape: z.ZodRawShape },
): undefined {
  const known = Object.keys(is.shape)
  file.complain(key, 'unknown-key', { key: name, of: is.of, meant: suggest(name, known), known })
}

function complainOfIssue(file: LabFile, key: string, value: Node, issue: z.core.$ZodIssue): undefined {
  const node = nodeAt(value, issue.path)
  const expected = issue.message
  const written = isScalar(node) ? (node.source ?? String(node.value)) : ''
  if (isScalar(node) && typeof node.value !== 'string' && /^text/.test(expected))
    return file.complain(node, 'not-quoted', { key, found: describe(node), written })
  const one = issue.path.length > 0 ? `${key}[${issue.path.join('][')}]` : key
  const words = issue.code === 'invalid_value' ? issue.values.map(String) : undefined
  if (words && isScalar(node))
    return file.complain(node, 'unknown-word', {
      key,
      found: describe(node),
      meant: suggest(written, words),
      known: words,
    })
  const remedy = issue.code === 'custom' ? (issue.params?.remedy as string | undefined) : undefined
  file.complain(node, 'wrong-value', { key: one, expected, found: foundIn(node), remedy })
}

function foundIn(node: Node): string {
  return isSeq(node) && node.items.length === 0 ? 'an empty list' : describe(node)
}

/** The innermost node on the way that a zod issue describes. */
function nodeAt(node: Node, path: readonly PropertyKey[]): Node {
  let found = node
  for (const step of path) {
    const next = isMap(found) || isSeq(found) ? found.get(step, true) : undefined
    if (!next) return found
    found = next as Node
  }
  return found
}
