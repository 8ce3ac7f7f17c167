import { dictionary, flag, holding, isObject, optional, record, text, whole, yes } from '../protocol/shape.ts'
import { type LabProgress, progressVersion, type StepProgress } from './progress.ts'

/** Why a file holds no progress that this version can use. It completes "the file …". */
export type NotProgress = 'is damaged' | 'was written by a newer unboxed'

/** What a file keeps of one lab, or why it cannot be used. */
export function readProgress(file: string): LabProgress | NotProgress {
  const value = parse(file)
  const version = isObject(value) && isObject(value.unboxed) ? value.unboxed.progress : undefined
  if (typeof version === 'number' && version > progressVersion) return 'was written by a newer unboxed'
  const isRight = version === progressVersion && progressShape(value, '') === undefined
  return isRight ? (value as LabProgress) : 'is damaged'
}

function parse(file: string): unknown {
  try {
    return JSON.parse(file)
  } catch {
    return undefined // cut short, or edited
  }
}

const time = holding(value => typeof value === 'string' && Number.isFinite(Date.parse(value)))

const stepShape = record<StepProgress>({
  doneAt: optional(time),
  skipped: optional(yes),
  ms: holding(value => Number.isFinite(value) && Number(value) >= 0),
  hints: whole,
  solution: optional(yes),
  answer: optional(record<NonNullable<StepProgress['answer']>>({ text, isRight: flag })),
})

const progressShape = record<LabProgress>({
  unboxed: holding(isObject),
  lab: text,
  digest: text,
  seed: text,
  startedAt: time,
  doneAt: optional(time),
  freshStarts: whole,
  steps: dictionary(stepShape),
})
