import { isDeepStrictEqual } from 'node:util'
import { newAttempt } from '../../../src/attempt/attempt.ts'
import type { RunEvent } from '../../../src/attempt/event.ts'
import { type Conduct, runAttempt } from '../../../src/attempt/run-attempt.ts'
import type { Evidence } from '../../../src/evidence/evidence.ts'
import type { Lab } from '../../../src/lab/lab.ts'
import { onGround } from '../../../src/plan/ground.ts'
import { judgeLab } from '../../../src/verdict/judge.ts'
import type { Verdict } from '../../../src/verdict/verdict.ts'
import { type Played, playedMachine, type Trouble } from './play.ts'
import { readRecording, recordedLab, repeatable } from './recording.ts'
import { virtualTime } from './virtual-time.ts'

/** The outcome of an attempt in a replayed machine. */
export interface PlayedLab {
  readonly lab: Lab
  readonly evidence: Evidence
  readonly events: readonly RunEvent[]
  readonly verdicts: readonly Verdict[]
  readonly played: Played
}

interface How {
  readonly trouble?: Trouble
  /** Changes to the lab. */
  readonly change?: Partial<Lab>
  readonly conduct?: Conduct
  /** Receives every event, and can interrupt the attempt. */
  readonly hear?: (event: RunEvent, interrupt: () => void) => void
}

/** Attempts a recorded lab in a machine that replays its recording, then waits until nothing more can happen. */
export async function playLab(
  name: string,
  { trouble = {}, change = {}, conduct = {}, hear }: How = {},
): Promise<PlayedLab> {
  const lab = { ...recordedLab(name), ...change }
  const time = virtualTime()
  const machine = playedMachine([readRecording(name)], time, { troubles: [trouble] })
  const events: RunEvent[] = []
  const stop = new AbortController()
  const emit = (event: RunEvent) => {
    events.push(event)
    hear?.(event, () => stop.abort())
  }
  const attempt = runAttempt(newAttempt(lab), machine, repeatable(time), emit, stop.signal, conduct)
  const evidence = await time.run(attempt)
  const atEnd = structuredClone(evidence)
  const count = events.length
  await time.runOut()
  if (events.length > count)
    throw new Error(`reported after the end: ${JSON.stringify(events.slice(count)).slice(0, 500)}`)
  if (!isDeepStrictEqual(evidence, atEnd)) throw new Error('evidence changed after the end')
  return { lab, evidence, events, verdicts: verdictsIn(events), played: machine.played[0] as Played }
}

export const verdictsIn = (events: readonly RunEvent[]): Verdict[] =>
  events.flatMap(event => (event.type === 'verdict' ? [event.verdict] : []))

/** The lab judged again, from its evidence alone. */
export const judgedAgain = ({ lab, evidence }: Pick<PlayedLab, 'lab' | 'evidence'>): Verdict[] =>
  judgeLab(onGround(lab, evidence.machine), evidence)

export const outcomesOf = (verdicts: readonly Verdict[]) =>
  Object.fromEntries(verdicts.map(({ check, outcome }) => [check, outcome]))
