import { printableJson } from '../printable.ts'
import { attemptId } from './attempt-id.ts'
import { type Evidence, evidenceFormat } from './evidence.ts'
import { evidenceShapes, labShape } from './shape.ts'

/** What is kept of an attempt: the lab as it was drawn from the seed, and everything that was read. Enough to judge it anywhere. */
export interface Kept<Lab> {
  readonly lab: Lab
  readonly evidence: Evidence
}

/** The text is not evidence that this version reads. The message completes "…: ". */
export class NotEvidence extends Error {
  override readonly name = 'NotEvidence'
}

export function encodeKept(kept: Kept<unknown>): string {
  return `${printableJson(kept, 2, infinityToText)}\n`
}

const isNewer = (format: unknown) => typeof format === 'number' && format > evidenceFormat

/** Reads evidence of this version and of those before it; throws `NotEvidence`. */
export function decodeKept<Lab extends { readonly steps: readonly unknown[] }>(text: string): Kept<Lab> {
  const { lab, evidence } = (parse(text) ?? {}) as { lab?: unknown; evidence?: { format?: unknown } | null }
  const format = evidence?.format
  if (format !== 1 && format !== 2 && format !== evidenceFormat)
    throw new NotEvidence(
      format === undefined
        ? 'it has no `evidence.format`, so it is something else'
        : `its format is ${JSON.stringify(format).slice(0, 40)}${isNewer(format) ? ', that of a newer version of unboxed' : ''}; this version reads 1 to ${evidenceFormat}`,
    )
  mustBe('lab', labShape(lab, ''))
  mustBe('attempt', evidenceShapes[format]?.(evidence, ''))
  const kept = { lab, evidence }
  if (format === 1) return fromFormat1(kept as KeptOfRelease1) as Kept<Lab>
  return { lab, evidence: { ...evidence, format: evidenceFormat } } as Kept<Lab>
}

/** Throws with the place of what is missing or malformed in the lab or in the attempt, if there is one. */
function mustBe(what: 'lab' | 'attempt', wrong: string | undefined): void {
  if (wrong === undefined) return
  throw new NotEvidence(
    `it contains no ${what}${wrong === '' ? '' : ` that can be judged: \`${wrong}\` is missing or malformed`}`,
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, textToInfinity)
  } catch (error) {
    throw new NotEvidence(unparsable(text, error as Error))
  }
}

function unparsable(text: string, error: Error): string {
  if (text.trim() === '') return 'it is empty'
  return error instanceof RangeError ? 'it is nested too deeply' : `it is not JSON (${error.message})`
}

/** Format 1 knew one attempt per lab and named it by the lab alone. */
interface KeptOfRelease1 {
  readonly lab: unknown
  readonly evidence: Omit<Evidence, 'format' | 'attempt' | 'lab'> & {
    readonly format: 1
    readonly lab: {
      readonly id: string
      readonly file: string
      readonly seed: string
      readonly digest: string
    }
  }
}

function fromFormat1({ lab, evidence }: KeptOfRelease1): Kept<unknown> {
  const { id, seed, ...rest } = evidence.lab
  const head = { lab: id, seed, number: 1 }
  return {
    lab,
    evidence: { ...evidence, format: evidenceFormat, attempt: { id: attemptId(head), ...head }, lab: rest },
  }
}

/** JSON has no infinity, and a limit of `max` is one. */
const infinity = { $number: 'infinity' }
const infinityToText = (_: string, value: unknown) => (value === Number.POSITIVE_INFINITY ? infinity : value)
const textToInfinity = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && '$number' in value ? Number.POSITIVE_INFINITY : value
