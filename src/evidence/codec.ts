import { attemptId } from './attempt-id.ts'
import { type AttemptHead, type Evidence, evidenceFormat } from './evidence.ts'

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
  return `${JSON.stringify(kept, infinityToText, 2)}\n`
}

/** Reads evidence of this version and of the one before it; throws `NotEvidence`. */
export function decodeKept<Lab extends { readonly steps: readonly unknown[] }>(text: string): Kept<Lab> {
  const kept = parse(text) as { lab?: Partial<LabOfRelease1>; evidence?: { format?: unknown } } | null
  const { lab, evidence } = kept ?? {}
  const format = evidence?.format
  if (format !== 1 && format !== evidenceFormat)
    throw new NotEvidence(
      `its format is ${JSON.stringify(format) ?? 'missing'}; this version reads 1 and ${evidenceFormat}`,
    )
  if (!Array.isArray(lab?.steps) || typeof lab.id !== 'string') throw new NotEvidence('it contains no lab')
  const whole = evidence as Evidence | KeptOfRelease1['evidence']
  const head = whole.format === 1 ? whole.lab : whole.attempt
  if (!isWhole(head, whole)) throw new NotEvidence('it contains no attempt')
  return (format === 1 ? fromFormat1(kept as KeptOfRelease1) : kept) as Kept<Lab>
}

/** Whether everything is there that is read before anything is judged. */
function isWhole(
  head: Partial<AttemptHead> | null,
  { machine, steps }: Partial<Pick<Evidence, 'machine' | 'steps'>>,
): boolean {
  return (
    typeof head?.id === 'string' &&
    typeof head.seed === 'string' &&
    typeof machine?.description === 'string' &&
    Array.isArray(machine.controllers) &&
    Array.isArray(steps)
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, textToInfinity)
  } catch (error) {
    throw new NotEvidence(error instanceof Error ? error.message : String(error))
  }
}

interface LabOfRelease1 {
  readonly id: string
  readonly seed: string
  readonly steps: readonly unknown[]
}

/** Format 1 knew one attempt per lab and named it by the lab alone. */
interface KeptOfRelease1 {
  readonly lab: LabOfRelease1
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
