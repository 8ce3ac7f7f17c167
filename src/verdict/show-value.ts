import { fieldType, isRecord, type Value, type ValueType } from '../kernel/fact.ts'

/** A value as a person reads it, with the kernel's own number beside it where the two differ. */
export function showValue(value: Value, type: ValueType): string {
  const show = shows[type.type] as (value: Value, type: ValueType) => string | undefined
  return show(value, type) ?? JSON.stringify(value) ?? String(value)
}

const longestText = 160
const longestList = 12

const shows = {
  count: value => number(value, String),
  size: value => number(value, showSize),
  duration: value => number(value, showDuration),
  share: value => number(value, share => `${short(share * 100)}%`),
  text: value => (typeof value === 'string' ? showText(value) : undefined),
  flag: value => (typeof value === 'boolean' ? String(value) : undefined),
  word: value => (typeof value === 'string' ? value : undefined),
  namespace: value => (typeof value === 'string' ? value : undefined),
  list: (value, { of }) => (isList(value) ? showList(value.map(item => showValue(item, of))) : undefined),
  record: (value, type) =>
    isRecord(value) ? showFields(value, field => fieldType(type, field) ?? { type: 'text' }) : undefined,
  map: (value, { of }) => (isRecord(value) ? showFields(value, () => of) : undefined),
} satisfies {
  [K in ValueType['type']]: (value: Value, type: Extract<ValueType, { type: K }>) => string | undefined
}

function number(value: Value, show: (value: number) => string): string | undefined {
  if (typeof value !== 'number') return undefined
  return value === Number.POSITIVE_INFINITY ? 'max' : show(value)
}

/** `64MiB (67108864)`: the unit for the eye, the bytes as the file has them. */
export function showSize(bytes: number): string {
  if (!Number.isFinite(bytes) || Math.abs(bytes) < 1024) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`
  const power = Math.min(Math.floor(Math.log2(Math.abs(bytes)) / 10), sizeUnits.length - 1)
  return `${short(bytes / 1024 ** power)}${sizeUnits[power]} (${bytes})`
}

const sizeUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/** From milliseconds: `36us`, `250ms`, `1.5s`, `2m 5s`. */
export function showDuration(ms: number): string {
  const size = Math.abs(ms)
  if (size < 1 && ms !== 0) return `${short(ms * 1000)}us`
  if (size < 1000) return `${short(ms)}ms`
  if (size < 120_000) return `${short(ms / 1000)}s`
  const seconds = Math.round(ms / 1000)
  return `${Math.trunc(seconds / 60)}m ${Math.abs(seconds % 60)}s`
}

const short = (value: number) => String(Number(value.toPrecision(4)))

function showText(text: string): string {
  const [first = '', ...rest] = text.replace(/\n+$/, '').split('\n')
  if (text === '') return '(empty)'
  const head = first.length > longestText ? `${first.slice(0, longestText)}…` : first
  return rest.length === 0 ? head : `${head} … (${rest.length + 1} lines)`
}

function showList(items: readonly string[]): string {
  if (items.length === 0) return '(none)'
  const shown = items.slice(0, longestList).join(', ')
  return items.length > longestList ? `${shown} … (${items.length} in all)` : shown
}

function showFields(record: { readonly [key: string]: Value }, typeOf: (field: string) => ValueType): string {
  return showList(Object.entries(record).map(([field, value]) => `${field} ${nested(value, typeOf(field))}`))
}

function nested(value: Value, type: ValueType): string {
  const shown = showValue(value, type)
  return typeof value === 'object' ? `{${shown}}` : shown
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}
