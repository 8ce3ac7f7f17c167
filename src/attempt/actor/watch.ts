import type { Sample, StepEvidence } from '../../evidence/evidence.ts'
import type { Check, Step } from '../../lab/lab.ts'
import { sleep } from '../../runtime/runtime.ts'
import { judgeStep } from '../../verdict/judge.ts'
import { machineRecord, type Session } from '../session.ts'

/** Milliseconds between samples while a check waits for something to become true. */
const sampleInterval = 100
const longestInterval = 1_500

/** Samples repeatedly until it is stopped or a sample fails; does nothing if there are no such checks. */
export function watching(
  checks: readonly Check[],
  { observer, runtime }: Session,
  samples: Sample[],
): {
  /** Resolves to the error of a failed sample, else undefined. */
  stop(): Promise<unknown>
} {
  const stopped = new AbortController()
  const loop = async () => {
    while (checks.length > 0 && !stopped.signal.aborted) {
      samples.push(await observer.sample(checks, 'during'))
      await sleep(runtime, sampleInterval, stopped.signal)
    }
  }
  const failure = loop().then(
    () => undefined,
    error => error,
  )
  return {
    stop: () => {
      stopped.abort()
      return failure
    },
  }
}

/** Milliseconds that a check waits after the action, before scaling by the machine's slowness. */
const patience = 2_000

/**
 * Keeps the step open until the checks have passed or time out: their condition may become true shortly after the action, or while
 * the process keeps running. Samples less and less often, since what has not happened by now takes longer.
 */
export async function untilSeen(
  step: Step,
  ever: readonly Check[],
  session: Session,
  evidence: () => StepEvidence,
  samples: Sample[],
): Promise<void> {
  const { runtime, slowness, attempt, observer, deadlines = runtime } = session
  const end = deadlines.now() + Math.min(step.timeout, patience) * slowness
  const context = { lab: attempt.lab, machine: machineRecord(session), earlier: new Map() }
  // The question is answered later.
  const { question: _, ...unasked } = step
  const awaited = { ...unasked, expect: ever.map(check => ({ ...check, depends: [] })) }
  const isSeen = () => judgeStep(awaited, evidence(), context).every(({ outcome }) => outcome === 'pass')
  for (const interval of growingIntervals()) {
    if (isSeen() || deadlines.now() >= end) break
    await sleep(runtime, Math.min(interval, Math.max(0, end - deadlines.now())))
    samples.push(await observer.sample(ever, 'during'))
  }
}

/** Milliseconds to wait before each look at what may yet become true. */
export function* growingIntervals(): Generator<number> {
  for (let interval = sampleInterval; ; interval = Math.min(interval * 1.5, longestInterval)) yield interval
}

/** Samples from the end of the step for as long as a check requires something to hold. */
export async function hold(
  step: Step,
  ms: number,
  { observer, runtime, deadlines = runtime }: Session,
): Promise<Sample[]> {
  const checks = step.expect.filter(({ when }) => when.kind === 'holds')
  const samples: Sample[] = []
  const end = deadlines.now() + ms
  do {
    await sleep(runtime, Math.min(sampleInterval * 2, Math.max(0, end - deadlines.now())))
    samples.push(await observer.sample(checks, 'after'))
  } while (deadlines.now() < end)
  return samples
}
