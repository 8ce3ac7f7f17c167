import type { Sample, StepEvidence } from '../../evidence/evidence.ts'
import type { Check, Step } from '../../lab/lab.ts'
import { sleep } from '../../runtime/runtime.ts'
import { judgeStep } from '../../verdict/judge.ts'
import { machineRecord, type Session } from '../session.ts'

/** Milliseconds between two looks while a check waits for something to be true at any moment. */
const sampleInterval = 100

/** Samples again and again until it is stopped, or a look fails; does nothing where no check asks for it. */
export function watching(
  checks: readonly Check[],
  { observer, runtime }: Session,
  samples: Sample[],
): {
  /** Resolves to why a look failed, if one did: then nobody knows what was true meanwhile. */ stop(): Promise<unknown>
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

/** Milliseconds in which something may become true once the action is done, before the machine's slowness. */
const patience = 2_000

/**
 * What a check waits for may come a moment after the action, or there may be no end to wait for, since the process keeps running:
 * the step lasts until it was seen, or is no longer to be expected.
 */
export async function untilSeen(
  step: Step,
  ever: readonly Check[],
  session: Session,
  evidence: StepEvidence,
): Promise<void> {
  const { runtime, slowness, attempt } = session
  const end = runtime.now() + Math.min(step.timeout, patience) * slowness
  const context = { lab: attempt.lab, machine: machineRecord(session), earlier: new Map() }
  const awaited = { ...step, expect: ever.map(check => ({ ...check, depends: [] })) }
  const isSeen = () => judgeStep(awaited, evidence, context).every(({ outcome }) => outcome === 'pass')
  while (!isSeen() && runtime.now() < end) await sleep(runtime, sampleInterval)
}

/** Samples from the end of the step on, for as long as a check says that something holds. */
export async function hold(step: Step, ms: number, { observer, runtime }: Session): Promise<Sample[]> {
  const checks = step.expect.filter(({ when }) => when.kind === 'holds')
  const samples: Sample[] = []
  const end = runtime.now() + ms
  do {
    await sleep(runtime, Math.min(sampleInterval * 2, Math.max(0, end - runtime.now())))
    samples.push(await observer.sample(checks, 'after'))
  } while (runtime.now() < end)
  return samples
}
