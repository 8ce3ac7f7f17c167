import type { Node } from 'yaml'
import { isMap, isScalar, isSeq } from 'yaml'
import type * as z from 'zod'
import type { LabFile } from '../document/lab-file.ts'
import type { Entry, NodeValue } from '../document/node.ts'
import { describe, entriesOf, isNothing, plain } from '../document/node.ts'
import type { Where } from '../document/where.ts'
import { asList, inQuotes, instead, meantInstead, onlyItem, quotedRest } from '../fix/candidate.ts'
import type { Fix } from '../fix/fix.ts'
import { suggest } from '../suggest.ts'
import type { Misread } from './quantity.ts'
import type { Rule } from './rule.ts'
import { rulesOf } from './rule.ts'

/** What a map of the file says, key by key: values that are right, and the nodes of all that is there. */
export interface Fields<S extends z.ZodRawShape> {
  /** A key that is absent or wrong has no value; a wrong one is reported. */
  readonly values: { readonly [K in keyof S]?: z.output<S[K]> | undefined }
  readonly entries: ReadonlyMap<string, Entry>
  /** Where the map begins, for what is missing in it. */
  readonly head: Where
}

/** Reads a map whose keys are known. All its mistakes are reported; a misspelt key is read as the one that was meant. */
export function readFields<S extends z.ZodRawShape>(
  file: LabFile,
  node: NodeValue,
  is: {
    /** What it is called, such as `a step`. */
    readonly of: string
    readonly shape: S
    /** Keys that another reader handles. */
    readonly others?: (key: string) => boolean
  },
): Fields<S> | undefined {
  if (!isMap(node)) return undefined
  const entries = new Map(entriesOf(node).map(entry => [entry.name, entry]))
  for (const entry of [...entries.values()])
    if (!Object.hasOwn(is.shape, entry.name) && !is.others?.(entry.name))
      complainOfKey(file, entry, is, entries)
  const head = entries.values().next().value?.key ?? node
  const rules = rulesOf(is.shape)
  const values: Record<string, unknown> = {}
  for (const entry of entries.values()) {
    const rule = rules.get(entry.name)
    if (rule) values[entry.name] = readByRule(file, entry, rule)
  }
  for (const [key, rule] of rules) {
    if (entries.has(key)) continue
    if (rule.required) complainOfAbsence(file, key, rule, is.of, head)
    else if (rule.absent !== undefined) values[key] = rule.absent
  }
  return { values: values as Fields<S>['values'], entries, head }
}

/** One value by its definition; undefined when it is wrong, which is reported. */
export function readValue<T>(file: LabFile, entry: Entry, schema: z.ZodType<T>): T | undefined {
  const { name, value } = entry
  if (isNothing(value)) return complainOfNothing(file, entry)
  const result = schema.safeParse(plain(value))
  if (result.success) return result.data
  for (const issue of result.error.issues) complainOfIssue(file, name, value, issue)
  return undefined
}

function readByRule(file: LabFile, entry: Entry, { schema, byHand }: Rule): unknown {
  if (!byHand) return readValue(file, entry, schema)
  return isNothing(entry.value) ? complainOfNothing(file, entry) : undefined
}

/** A key with nothing behind it, as far as YAML is concerned. */
export function complainOfNothing(file: LabFile, { name, key }: Entry): undefined {
  return file.complain(key, 'no-value', { key: name }, { fixes: quotedRest(file, key) })
}

function complainOfAbsence(file: LabFile, key: string, { schema }: Rule, of: string, head: Where): undefined {
  return file.complain(head, 'missing-key', { key, of, means: schema.meta()?.description ?? '' })
}

function complainOfKey(
  file: LabFile,
  entry: Entry,
  is: { of: string; shape: z.ZodRawShape },
  entries: Map<string, Entry>,
): undefined {
  const { name, key } = entry
  const known = Object.keys(is.shape)
  const separate = separateValue(file, entry, known)
  if (separate) {
    entries.delete(name)
    entries.set(separate.name, separate)
    return undefined
  }
  const meant = suggest(name, known)
  file.complain(
    key,
    'unknown-key',
    { key: name, of: is.of, meant, known },
    { fixes: meantInstead(key, meant) },
  )
  if (meant === undefined || entries.has(meant)) return undefined
  entries.delete(name)
  entries.set(meant, { ...entry, name: meant })
}

/** `{exit:0}` is the key `exit:0` without a value: the entry that was meant, which is reported. */
export function separateValue(file: LabFile, entry: Entry, known: readonly string[]): Entry | undefined {
  const { name, key, value } = entry
  const joined = /^([\w.-]+):(?=\S)/.exec(name)?.[1]
  if (joined === undefined || !known.includes(joined) || !isNothing(value)) return undefined
  const fixes = instead(key, [name.replace(':', ': ')])
  file.complain(key, 'no-space', { key: joined }, { fixes })
  return { ...entry, name: joined, value: key }
}

function complainOfIssue(file: LabFile, key: string, value: Node, issue: z.core.$ZodIssue): undefined {
  const node = nodeAt(value, issue.path)
  const expected = issue.message
  const written = isScalar(node) ? (node.source ?? String(node.value)) : ''
  if (isScalar(node) && typeof node.value !== 'string' && /^text/.test(expected))
    return file.complain(node, 'not-quoted', { key, found: describe(node) }, { fixes: inQuotes(file, node) })
  const one = issue.path.length > 0 ? `${key}[${issue.path.join('][')}]` : key
  const words = issue.code === 'invalid_value' ? issue.values.map(String) : undefined
  if (words && isScalar(node)) {
    const meant = suggest(written, words)
    const fixes = meantInstead(node, meant)
    return file.complain(node, 'unknown-word', { key, found: describe(node), meant, known: words }, { fixes })
  }
  const { remedy, write = [] } = (issue.code === 'custom' ? (issue.params ?? {}) : {}) as Partial<Misread>
  const fixes = [
    ...instead(node, write).map(fix => ({ ...fix, shown: remedy === undefined })),
    ...asList(file, node),
    ...onlyItem(file, node),
    ...asName(file, node),
  ]
  file.complain(node, 'wrong-value', { key: one, expected, found: foundIn(node), remedy }, { fixes })
}

/** `My_Limit` as `my-limit`. */
function asName(file: LabFile, node: Node): Fix[] {
  const [start = 0, end = 0] = node.range ?? []
  const written = file.text.slice(start, end).trim()
  const name = written
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
  return !/^[\w .-]+$/.test(written) ||
    written.includes('..') ||
    name === '' ||
    name === written ||
    written.length > 40
    ? []
    : instead(node, [name])
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
