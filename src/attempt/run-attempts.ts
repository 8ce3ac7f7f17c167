import type { Lab } from '../lab/lab.ts'
import type { Machine } from '../machine/machine.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { attemptsAt } from './attempt.ts'
import type { Emit } from './event.ts'
import { labHead } from './event.ts'
import type { Observe } from './observer/machine-memory.ts'
import { runAttempt } from './run-attempt.ts'
import { ahead, inWindow } from './window.ts'

export interface AttemptsOptions {
  readonly seed: string
  /** Attempts at each lab; default 1. */
  readonly repeat?: number
  /** Concurrent attempts; never more than the machine allows. */
  readonly jobs: number
  /** Aborted by Ctrl-C: running attempts end, and no others start. */
  readonly signal: AbortSignal
  /** From where the machine is observed; default inside. */
  readonly observe?: Observe
  /** Awaited after each attempt, before the next one starts, so that its pending output is written by then. Default: nothing. */
  readonly settled?: () => Promise<void>
}

/**
 * Attempts labs concurrently, as far as the machine allows, each in a fresh machine. Keeps nothing of finished attempts. Rejects if
 * `emit` or `settled` fails, once the running attempts have ended.
 */
export async function runAttempts(
  labs: readonly Lab[],
  machine: Machine,
  runtime: Runtime,
  emit: Emit,
  { seed, repeat = 1, jobs, signal, observe, settled }: AttemptsOptions,
): Promise<void> {
  const began = runtime.now()
  emit({
    type: 'run-start',
    labs: labs.map(labHead),
    attempts: Object.fromEntries(labs.map(({ id }) => [id, repeat])),
    seed,
    machine: machine.description,
  })
  const workers = Math.max(1, Math.min(jobs, machine.jobs))
  const queue = inWindow(attemptsAt(labs, repeat), workers * ahead)
  const errors: unknown[] = []
  // In the middle of a step it would look like an error of the lab.
  const report: Emit = event => {
    try {
      emit(event)
    } catch (error) {
      errors.push(error)
    }
  }
  const isOver = () => signal.aborted || errors.length > 0
  const work = async () => {
    for (let next = await queue.take(); next && !isOver(); next = await queue.take()) {
      try {
        await runAttempt(next.item, machine, runtime, report, signal, observe ? { observe } : {})
        await settled?.()
      } catch (error) {
        errors.push(error)
      }
      next.done()
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  if (errors.length > 0) throw errors[0]
  emit({ type: 'run-end', ms: runtime.now() - began, interrupted: signal.aborted })
}
