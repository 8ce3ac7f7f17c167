import type { Node } from 'yaml'
import { isMap, isScalar, isSeq } from 'yaml'
import type * as z from 'zod'
import type { LabFile, Where } from '../document/lab-file.ts'
import type { Entry, NodeValue } from '../document/node.ts'
import { describe, entriesOf, isNothing, plain } from '../document/node.ts'
import { suggest } from '../suggest.ts'
import type { Rule } from './rule.ts'
import { rulesOf } from './rule.ts'

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
  node: NodeValue,
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
  const rules = rulesOf(is.shape)
  const values: Record<string, unknown> = {}
  for (const entry of entries.values()) {
    const rule = rules.get(entry.name)
    if (rule) values[entry.name] = readByRule(file, entry, rule)
    else if (!is.others?.(entry.name)) complainOfKey(file, entry, is)
  }
  for (const [key, rule] of rules) {
    if (entries.has(key)) continue
    if (rule.required) complainOfAbsence(file, key, rule, is.of, head)
    else if (rule.absent !== undefined) values[key] = rule.absent
  }
  return { values: values as Fields<S>['values'], entries, head }
}

/** One value by its definition; undefined when it is wrong, and then the file has been told. */
export function readValue<T>(file: LabFile, entry: Entry, schema: z.ZodType<T>): T | undefined {
  const { name, key, value } = entry
  if (isNothing(value)) return file.complain(key, 'no-value', { key: name })
  const result = schema.safeParse(plain(value))
  if (result.success) return result.data
  for (const issue of result.error.issues) complainOfIssue(file, name, value, issue)
  return undefined
}

function readByRule(file: LabFile, entry: Entry, { schema, byHand }: Rule): unknown {
  if (!byHand) return readValue(file, entry, schema)
  const { name, key, value } = entry
  return isNothing(value) ? file.complain(key, 'no-value', { key: name }) : undefined
}

function complainOfAbsence(file: LabFile, key: string, { schema }: Rule, of: string, head: Where): undefined {
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
