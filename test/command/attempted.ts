import type { RunEvent } from '../../src/attempt/event.ts'
import { rejudge } from '../../src/attempt/rejudge.ts'
import { runAttempts } from '../../src/attempt/run-attempts.ts'
import { openEvidence } from '../../src/command/open-evidence.ts'
import type { Kept } from '../../src/evidence/codec.ts'
import type { Lab } from '../../src/lab/lab.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { playedMachine } from '../attempt/recorded/play.ts'
import { type Recording, readRecording, recordedLab, repeatable } from '../attempt/recorded/recording.ts'
import { virtualTime } from '../attempt/recorded/virtual-time.ts'

/** Attempts recorded labs, and gives what was reported and what is to be kept, in the order in which they ended. */
export async function attempted(names: readonly string[], repeat = 1) {
  const time = virtualTime()
  const machine = playedMachine(names.map(readRecording) as [Recording, ...Recording[]], time, { jobs: 2 })
  const labs = names.map(recordedLab)
  const events: RunEvent[] = []
  const kept: Kept<Lab>[] = []
  await time.run(
    runAttempts(
      labs,
      machine,
      repeatable(time),
      event => {
        events.push(event)
        const lab = labs.find(({ id }) => event.type === 'attempt-end' && id === event.evidence.attempt.lab)
        if (event.type === 'attempt-end' && lab) kept.push({ lab, evidence: event.evidence })
      },
      { seed: 'recorded', repeat, jobs: 2, signal: new AbortController().signal },
    ),
  )
  return { events, kept }
}

export async function judged(folder: string): Promise<RunEvent[]> {
  const { summary, attempts } = await openEvidence(folder)
  const events: RunEvent[] = []
  await rejudge(
    summary,
    attempts(({ why }) => {
      throw new Error(why)
    }),
    nodeRuntime,
    event => events.push(event),
  )
  return events
}
