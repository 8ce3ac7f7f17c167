import type { Value, ValueType } from './fact.ts'
import { parseFlatKeyed } from './keyed.ts'
import { amounts, names, switches, type WordRole } from './limit-word.ts'
import { parseNumbers, parseRanges, parseWords } from './list.ts'
import { parsePressure, pressureType } from './pressure.ts'
import { readDuration, readSize } from './quantity.ts'
import { parseFlag, parseNumber, parseNumberOrMax } from './single.ts'

/** How a cgroup file represents its value, and what to write to it for what an author wrote. */
export interface Format {
  readonly value: ValueType
  readonly parse: (text: string) => Value
  /** What to write for what an author wrote; undefined if it is invalid here. */
  readonly write: (written: string) => string | undefined
  /** What an author may write; completes "it takes …". */
  readonly takes: string
  /** What each word of a written text is. Absent: none of them is an amount. */
  readonly roleOf?: (word: string) => WordRole
  /** Whether the text read back says that the kernel accepted what was written, but does not act on it. */
  readonly isInvalid?: (text: string) => boolean
  /** The words that an author may write, perhaps with a sign before them, where only these can be. */
  readonly words?: readonly string[]
}

const count: ValueType = { type: 'count' }
const duration: ValueType = { type: 'duration', unit: 'us' }

/** Bytes; the kernel keeps whole pages and rounds down. */
export const size: Format = {
  value: { type: 'size' },
  parse: parseNumberOrMax,
  write: written => orMax(written, readSize),
  takes: 'a size such as 64MiB, a number of bytes, or max',
  roleOf: amounts,
}

/** A whole number between two others, both included. */
export function number(from: number, to: number): Format {
  return {
    value: count,
    parse: parseNumber,
    write: written => wholeBetween(written, from, to),
    takes: `a whole number from ${from} to ${to}`,
    roleOf: amounts,
  }
}

/** A whole number, or `max` for no limit; the kernel refuses numbers above `most`. */
export function numberOrMax(most?: number): Format {
  return {
    value: count,
    parse: parseNumberOrMax,
    write: written => orMax(written, text => (/^\d+$/.test(text) ? Number(text) : undefined)),
    takes: `a whole number${most === undefined ? '' : ` from 0 to ${most}`}, or max`,
    roleOf: amounts,
  }
}

const flagTexts = new Map([
  ['0', '0'],
  ['1', '1'],
  ['false', '0'],
  ['true', '1'],
])

/** 0 or 1. */
export const flag: Format = {
  value: { type: 'flag' },
  parse: parseFlag,
  write: written => flagTexts.get(written.trim()),
  takes: 'true (1) or false (0)',
  roleOf: switches,
}

/** A time, in the kernel's microseconds. */
export const microseconds: Format = {
  value: duration,
  parse: text => parseNumber(text) / 1000,
  write: written => whole(readMicroseconds(written.trim())),
  takes: 'a duration such as 20ms, or a number of microseconds',
  roleOf: amounts,
}

/** Numbers and ranges of CPUs or memory nodes. */
export const ranges: Format = {
  value: { type: 'list', of: count },
  parse: parseRanges,
  write: written => (/^(\d+(-\d+)?(,\d+(-\d+)?)*)?$/.test(written.trim()) ? written.trim() : undefined),
  takes: 'numbers and ranges such as 0-3,7',
  roleOf: names,
}

/** Whole numbers, one a line: never a limit. */
export const numbers: Format = { ...readOnly({ type: 'list', of: count }, parseNumbers) }

/** The numbers of processes, one a line. */
export const processes: Format = {
  ...readOnly({ type: 'list', of: { type: 'count', of: 'process' } }, parseNumbers),
}

/** Words of a closed set, apart by spaces. */
export function words(known: readonly string[]): Format {
  return readOnly({ type: 'list', of: { type: 'word', words: known } }, parseWords)
}

/** Pressure stall information. */
export const pressure: Format = readOnly(pressureType, parsePressure)

/** A file whose keys are known, each a number of the kind it is listed under; unknown keys are kept as plain numbers. */
export function keyed(kinds: Keys): Format {
  const fields = Object.fromEntries([
    ...(kinds.counts ?? []).map(key => [key, count]),
    ...(kinds.sizes ?? []).map(key => [key, { type: 'size' }]),
    ...(kinds.durations ?? []).map(key => [key, duration]),
    ...(kinds.flags ?? []).map(key => [key, { type: 'flag' }]),
  ])
  const isDuration = new Set(kinds.durations)
  const isFlag = new Set(kinds.flags)
  return readOnly({ type: 'record', fields }, text =>
    parseFlatKeyed(text, (value, key): Value => {
      if (isFlag.has(key)) return parseFlag(value)
      return isDuration.has(key) ? parseNumber(value) / 1000 : parseNumberOrMax(value)
    }),
  )
}

interface Keys {
  readonly counts?: readonly string[]
  readonly sizes?: readonly string[]
  readonly durations?: readonly string[]
  readonly flags?: readonly string[]
}

/** A file that is only read, or whose way of writing is its own. */
export function readOnly(value: ValueType, parse: (text: string) => Value): Format {
  return { value, parse, write: () => undefined, takes: 'nothing: it can only be read' }
}

/** A number without a unit is the kernel's own: microseconds. */
export function readMicroseconds(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text)
  const milliseconds = readDuration(text)
  return milliseconds === undefined ? undefined : Math.round(milliseconds * 1000)
}

function orMax(written: string, read: (text: string) => number | undefined): string | undefined {
  return written.trim() === 'max' ? 'max' : whole(read(written.trim()))
}

function wholeBetween(written: string, from: number, to: number): string | undefined {
  const text = written.trim()
  return /^-?\d+$/.test(text) && Number(text) >= from && Number(text) <= to ? text : undefined
}

function whole(number: number | undefined): string | undefined {
  return number !== undefined && Number.isSafeInteger(number) ? String(number) : undefined
}
