import {
  count,
  dictionary,
  holding,
  isObject,
  list,
  oneOf,
  type Shape,
  text,
  whole,
  yes,
} from '../protocol/shape.ts'
import { mostTerminals } from './bound.ts'
import type { SeenOutcome } from './submission.ts'

/** The version of the format; docs/attempt-files.md describes it. */
export const attemptFileVersion = 1

/** What is kept of an attempt that was made by hand, so that it can be performed again. */
export interface AttemptFile {
  readonly unboxed: { readonly 'attempt-file': number }
  readonly lab: string
  readonly digest: string
  readonly seed: string
  readonly learner?: string
  readonly startedAt: string
  readonly machine?: string
  readonly steps: readonly FileStep[]
  readonly seen: Readonly<Record<string, SeenOutcome>>
}

export interface FileStep {
  readonly id: string
  readonly done?: true
  readonly lines: readonly FileLine[]
}

export interface FileLine {
  readonly terminal: number
  readonly text: string
  readonly at: number
  readonly ms?: number
  readonly status?: number
  readonly interruptedAfter?: number
  readonly fullScreen?: true
}

/** What a field must be, in words that follow "must be". */
interface Rule {
  readonly shape: Shape
  readonly must: string
  readonly optional?: true
}

/** A rule for each field, so that a new one does not compile until it is validated. */
export type Rules<T> = { readonly [K in keyof T]-?: Rule }

const milliseconds = 'a whole number of milliseconds'
const word = { shape: text, must: 'a text' }
const mark = { shape: yes, must: 'true, or left out', optional: true } as const

export const fileRules: Rules<AttemptFile> = {
  unboxed: { shape: holding(isObject), must: 'an object' },
  lab: word,
  digest: {
    shape: holding(value => typeof value === 'string' && /^[0-9a-f]{16}$/.test(value)),
    must: '16 hexadecimal digits',
  },
  seed: word,
  learner: { ...word, optional: true },
  startedAt: {
    shape: holding(value => typeof value === 'string' && isTime(value)),
    must: 'a time in UTC, such as 2026-01-31T12:00:00.000Z',
  },
  machine: { ...word, optional: true },
  steps: { shape: list(holding(isObject)), must: 'a list of objects' },
  seen: {
    shape: dictionary(oneOf('pass', 'fail', 'skipped', 'unsupported', 'error')),
    must: 'pass, fail, skipped, unsupported or error for each check',
  },
}

export const stepRules: Rules<FileStep> = {
  id: word,
  done: mark,
  lines: { shape: list(holding(isObject)), must: 'a list of objects' },
}

export const lineRules: Rules<FileLine> = {
  terminal: {
    shape: holding(value => count(value, '') === undefined && Number(value) <= mostTerminals),
    must: `a number from 1 to ${mostTerminals}`,
  },
  text: {
    shape: holding(value => typeof value === 'string' && value.trim() !== ''),
    must: 'a text that is not blank',
  },
  at: { shape: whole, must: milliseconds },
  ms: { shape: whole, must: milliseconds, optional: true },
  status: {
    shape: holding(value => whole(value, '') === undefined && Number(value) <= 255),
    must: 'a number from 0 to 255',
    optional: true,
  },
  interruptedAfter: { shape: whole, must: milliseconds, optional: true },
  fullScreen: mark,
}

const isTime = (value: string) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(value) && Number.isFinite(Date.parse(value))
