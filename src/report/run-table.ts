import type { RunEvent } from '../attempt/event.ts'
import type { Reporter } from './reporter.ts'
import { inOrder } from './view/in-order.ts'
import { type AttemptResult, gatherResults } from './view/result.ts'

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>

/** A format: what it does with each event of a run and, for events of an attempt, with the attempt's result so far. */
export type RunTable = {
  readonly [T in RunEvent['type']]: EventOf<T> extends { attempt: unknown }
    ? (event: EventOf<T>, attempt: AttemptResult) => void
    : (event: EventOf<T>) => void
}

const ignore = () => undefined

/** For a format that tells an attempt as a whole, by its result: the events on the way there. */
export const untold = {
  progress: ignore,
  swept: ignore,
  remaining: ignore,
  'attempt-start': ignore,
  'machine-ready': ignore,
  'step-start': ignore,
  operation: ignore,
  output: ignore,
  'step-end': ignore,
  sample: ignore,
  verdict: ignore,
  note: ignore,
} satisfies Partial<RunTable>

/** What a format does where events are missing. */
export interface Missing {
  /** An attempt without an end; called before `run-end`. */
  readonly unfinished: (attempt: AttemptResult) => void
  /** So many attempts never started, at least one; called before `run-end`. */
  readonly notStarted: (attempts: number) => void
  /** The run never started. */
  readonly run: () => void
}

/** Reports attempts one after another. Closes an aborted run, so that it is not mistaken for a complete one. */
export function reporterOf(
  table: RunTable,
  missing: Missing,
  prepare: (event: RunEvent) => RunEvent = event => event,
): Reporter {
  const results = gatherResults()
  let run: 'none' | 'under way' | 'over' = 'none'
  let present: AttemptResult | undefined
  const report = inOrder(event => {
    const attempt = results.add(event)
    if (attempt && present && attempt !== present && !present.finished) {
      missing.unfinished(present)
      results.drop(present)
    }
    present = attempt ?? present
    if (event.type === 'run-start') run = 'under way'
    if (event.type === 'run-end') {
      run = 'over'
      for (const attempt of results.unfinished()) missing.unfinished(attempt)
      const notStarted = results.notStarted()
      if (notStarted > 0) missing.notStarted(notStarted)
    }
    const row = table[event.type] as (event: RunEvent, attempt?: AttemptResult) => void
    row(event, attempt)
  })
  return {
    event: event => report(prepare(event)),
    end: () => {
      if (run === 'none') missing.run()
      if (run === 'under way') report({ type: 'run-end', ms: 0, interrupted: false })
      run = 'over'
    },
  }
}
