import type { Attempt } from '../attempt/attempt.ts'
import type { Emit } from '../attempt/event.ts'
import type { Note } from '../attempt/rejudge.ts'
import { type Conduct, runAttempt } from '../attempt/run-attempt.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Machine } from '../machine/machine.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { type Breakdown, breakdownOf, charged, givenUp, isBroken, mostMachines } from './conclude.ts'
import { note } from './note.ts'

/** Where submissions are performed. */
export interface Place {
  readonly machine: Machine
  readonly runtime: Runtime
  readonly signal: AbortSignal
}

export interface Performed {
  readonly evidence: Evidence
  readonly ms: number
  readonly notes: readonly Note[]
}

/** Makes an attempt, again in another machine while it breaks down. What happens in it is told from its evidence, by the caller. */
export async function performInMachines(
  attempt: Attempt,
  conduct: Conduct,
  { machine, runtime, signal }: Place,
  emit: Emit,
): Promise<Performed> {
  const began = runtime.now()
  const breakdowns: Breakdown[] = []
  const done = (evidence: Evidence): Performed => {
    const last = breakdowns.at(-1)?.reason.message.split('\n')[0]
    const isOther = last !== undefined && breakdowns.length < mostMachines
    const notes = isOther ? [note('broke-down', { machines: breakdowns.length + 1, last })] : []
    return { evidence, ms: runtime.now() - began, notes }
  }
  for (;;) {
    const evidence = await runAttempt(attempt, machine, runtime, ofMachine(emit), signal, conduct)
    if (!isBroken(evidence)) return done(charged(evidence))
    breakdowns.push(breakdownOf(evidence))
    if (breakdowns.length === mostMachines) return done(givenUp(evidence, breakdowns, machine))
  }
}

/** Passes on what is told of the machine, and nothing of the attempt. */
const ofMachine =
  (emit: Emit): Emit =>
  event => {
    if (event.type === 'swept' || event.type === 'remaining') emit(event)
  }
