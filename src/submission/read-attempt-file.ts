import { isObject } from '../protocol/shape.ts'
import {
  type AttemptFile,
  attemptFileVersion,
  type FileLine,
  type FileStep,
  fileRules,
  lineRules,
  type Rules,
  stepRules,
} from './attempt-file.ts'
import { mostLines, mostSteps } from './bound.ts'
import { checkWord } from './check-text.ts'
import type { Complain } from './problem.ts'
import type { Submission, SubmittedLine, SubmittedStep } from './submission.ts'

/** What was recorded of an attempt by hand; undefined where nothing of it can be used. */
export function readAttemptFile(text: string, complain: Complain): Submission | undefined {
  const value = parse(text, complain)
  if (!isObject(value) || !isOfThisVersion(value, complain)) return undefined
  if (!hasFields(value, '', fileRules, complain)) return undefined
  const { lab, digest, seed, learner, startedAt, machine, seen } = value
  for (const [key, word] of Object.entries({ lab, seed, learner, machine }))
    if (word !== undefined) checkWord(quoted(key), word, key, complain)
  return {
    ...{ lab, digest, seed },
    ...(learner === undefined ? {} : { learner }),
    startedAt,
    ...(machine === undefined ? {} : { machine }),
    steps: readSteps(value.steps, complain),
    seen,
  }
}

function parse(text: string, complain: Complain): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof RangeError ? 'it is nested too deeply' : (error as Error).message
    return complain('not-json', undefined, { why })
  }
}

function isOfThisVersion({ unboxed }: Readonly<Record<string, unknown>>, complain: Complain): boolean {
  const version = isObject(unboxed) ? unboxed['attempt-file'] : undefined
  if (version === attemptFileVersion) return true
  if (version === undefined) complain('no-attempt-file', undefined, {})
  else
    complain('other-version', 'unboxed.attempt-file', {
      version: JSON.stringify(version),
      newer: typeof version === 'number' && version > attemptFileVersion,
      known: attemptFileVersion,
    })
  return false
}

/** Whether all fields are what they must be; complains of each that is not. Others are permitted, since a later unboxed may add some. */
function hasFields<T extends object>(
  value: object,
  at: string,
  rules: Rules<T>,
  complain: Complain,
): value is T {
  const wrong = (Object.keys(rules) as (keyof T & string)[]).filter(key => {
    const { shape, must, optional } = rules[key]
    const field = at === '' ? key : `${at}.${key}`
    const found = Object.hasOwn(value, key) ? (value as T)[key] : undefined
    if (found === undefined && optional) return false
    const place = shape(found, field)
    if (place === undefined) return false
    if (found === undefined) complain('missing-field', at === '' ? undefined : at, { field: key, must })
    else complain('wrong-field', place, { field: key, must, found: JSON.stringify(found) })
    return true
  })
  return wrong.length === 0
}

/** No more than the bound are looked at; the caller complains of their number. */
function readSteps(steps: AttemptFile['steps'], complain: Complain): SubmittedStep[] {
  const places = new Map<string, string>()
  return steps.slice(0, mostSteps + 1).flatMap((step, index) => {
    const at = `steps[${index}]`
    if (!hasFields<FileStep>(step, at, stepRules, complain)) return []
    const { id, done, lines } = step
    const other = places.get(id)
    if (other !== undefined) complain('same-step', `${at}.id`, { step: id, other })
    places.set(id, at)
    checkWord('the step', id, `${at}.id`, complain)
    return { id, at, lines: readLines(lines, at, complain), ...(done && { done }) }
  })
}

function readLines(lines: FileStep['lines'], step: string, complain: Complain): SubmittedLine[] {
  return lines.slice(0, mostLines + 1).flatMap((line, index) => {
    const place = `${step}.lines[${index}]`
    if (!hasFields<FileLine>(line, place, lineRules, complain)) return []
    const { terminal, text, at, ms, status, interruptedAfter, fullScreen } = line
    // The shell read every other character, so that it can be typed again.
    if (/[\0\p{Cs}]/u.test(text))
      complain('control-character', `${place}.text`, { character: unusable(text) })
    return {
      ...{ terminal, text, at: place, typedAfter: at },
      ...(ms === undefined ? {} : { ran: ms }),
      ...(status === undefined ? {} : { status }),
      ...(interruptedAfter === undefined ? {} : { interruptedAfter }),
      ...(fullScreen && { fullScreen }),
    }
  })
}

const unusable = (text: string) => /[\0\p{Cs}]/u.exec(text)?.[0] ?? ''

const quoted = (key: string) => `\`${key}\``
