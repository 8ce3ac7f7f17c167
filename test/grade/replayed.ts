import type { RunEvent } from '../../src/attempt/event.ts'
import { attemptId } from '../../src/evidence/attempt-id.ts'
import type { Kept } from '../../src/evidence/codec.ts'
import type { Evidence } from '../../src/evidence/evidence.ts'
import {
  type Journal,
  type Planned,
  type ReplayEnd,
  type ReplayRequest,
  replay,
} from '../../src/grade/replay.ts'
import type { Lab } from '../../src/lab/lab.ts'
import type { Submission } from '../../src/submission/submission.ts'
import { type PlayedMachine, playedMachine, type Trouble } from '../attempt/recorded/play.ts'
import { type Recording, readRecording, recordedLab, repeatable } from '../attempt/recorded/recording.ts'
import { type VirtualTime, virtualTime } from '../attempt/recorded/virtual-time.ts'

export interface How extends Partial<ReplayRequest<Planned>> {
  readonly troubles?: readonly Trouble[]
  readonly time?: VirtualTime
  readonly submission?: Submission
  /** Hears every event; none is kept then. */
  readonly hear?: (event: RunEvent, machine: PlayedMachine) => void
}

export interface Replayed {
  readonly events: readonly RunEvent[]
  readonly machine: PlayedMachine
  readonly end: ReplayEnd | undefined
  readonly error: unknown
}

/** A journal in memory. */
export function journalOf(): Journal & { readonly kept: Map<string, Evidence> } {
  const kept = new Map<string, Evidence>()
  return {
    kept,
    recall: async key => kept.get(key),
    remember: async (key, { evidence }: Kept<Lab>) => void kept.set(key, evidence),
  }
}

export const plannedAt = (lab: string, learner: string): Planned => {
  const head = { lab: `recording/${lab}`, seed: 'recorded', number: 1, learner }
  return { head: { id: attemptId(head), ...head }, file: `${learner}.sh` }
}

/** Replays submissions of recorded labs by the reference, in machines that play their recordings in turn. */
export async function replayed(
  names: readonly [string, ...string[]],
  { troubles = [], time = virtualTime(), submission = { steps: [] }, hear, ...given }: How = {},
): Promise<Replayed> {
  const recordings = names.map(readRecording) as [Recording, ...Recording[]]
  const machine = playedMachine(recordings, time, { jobs: 2, troubles })
  const events: RunEvent[] = []
  const request: ReplayRequest<Planned> = {
    planned: names.map((name, index) => plannedAt(name, `learner-${index + 1}`)),
    labs: [...new Set(names)].map(recordedLab),
    seed: 'recorded',
    machine,
    runtime: repeatable(time),
    signal: new AbortController().signal,
    jobs: 2,
    journal: journalOf(),
    open: async ({ head: { id, lab } }) => ({
      submission,
      lab: recordedLab(lab.replace('recording/', '')),
      key: id,
      notes: [],
    }),
    conductOf: () => ({}),
    keep: async () => undefined,
    heard: () => undefined,
    settled: async () => undefined,
    ...given,
  }
  const run = replay(request, event => {
    if (hear) hear(event, machine)
    else events.push(event)
  })
  const ended = await time.run(run.then(end => ({ end, error: undefined })).catch(failed))
  return { events, machine, ...ended }
}

const failed = (error: unknown) => ({ end: undefined, error })

export const endsIn = (events: readonly RunEvent[]) =>
  events.flatMap(event => (event.type === 'attempt-end' ? [event] : []))

export const notesIn = (events: readonly RunEvent[]) =>
  events.flatMap(event => (event.type === 'note' ? [event.message] : []))
