import { isDeepStrictEqual } from 'node:util'
import { newAttempt } from '../../../src/attempt/attempt.ts'
import { runAttempt } from '../../../src/attempt/run-attempt.ts'
import type { Lab } from '../../../src/lab/lab.ts'
import type { Connection, Machine } from '../../../src/machine/machine.ts'
import type { Channel } from '../../../src/protocol/channel.ts'
import { lineSplitter } from '../../../src/protocol/lines.ts'
import type { Runtime } from '../../../src/runtime/runtime.ts'
import type { Verdict } from '../../../src/verdict/verdict.ts'
import { pinged, playedMachine } from './play.ts'
import { type Header, type Line, type Recording, recordedLab, repeatable } from './recording.ts'
import { virtualTime } from './virtual-time.ts'

/** Attempts a lab and records it; retries if timing on the host changed the order of messages. */
export async function recordLab(name: string, machine: Machine, runtime: Runtime): Promise<Recording> {
  const lab = recordedLab(name)
  for (let tries = 5; ; tries--) {
    const lines: Line[] = []
    const result = await resultOf(lab, recordingMachine(machine, lines), repeatable(runtime))
    const { description, slowness, restored, disposable } = machine
    const recording = {
      name,
      machine: { name: machine.name, description, slowness, restored, disposable },
      ...result,
      lines,
    }
    try {
      await assertPlays(recording, lab, result)
      return recording
    } catch (error) {
      if (tries === 1) throw error
    }
  }
}

async function assertPlays(recording: Recording, lab: Lab, result: Result): Promise<void> {
  const time = virtualTime()
  const machine = playedMachine([recording], time)
  const played = await time.run(resultOf(lab, machine, repeatable(time)))
  if (!isDeepStrictEqual(played, result))
    throw new Error(
      `${recording.name} is played otherwise than it was recorded: ${JSON.stringify({ result, played })}`,
    )
}

type Result = Omit<Header, 'machine'>

async function resultOf(lab: Lab, machine: Machine, runtime: Runtime): Promise<Result> {
  const verdicts: Verdict[] = []
  const { ended, leaks } = await runAttempt(
    newAttempt(lab),
    machine,
    runtime,
    event => event.type === 'verdict' && verdicts.push(event.verdict),
    new AbortController().signal,
  )
  return {
    outcomes: Object.fromEntries(verdicts.map(({ check, outcome }) => [check, outcome])),
    leaks: leaks.map(({ kind }) => kind),
    ...(ended ? { ended: ended.code } : {}),
  }
}

/** A machine that records every line of its channels. */
function recordingMachine(machine: Machine, lines: Line[]): Machine {
  return {
    ...machine,
    async open(): Promise<Connection> {
      const connection = await machine.open()
      return { ...connection, channel: recordingChannel(connection.channel, lines) }
    },
  }
}

/** Passes received lines on one at a time, as in a replay: two in one chunk could be answered in another order. */
function recordingChannel(channel: Channel, lines: Line[]): Channel {
  const began = performance.now()
  return {
    write(text) {
      for (const line of text.trimEnd().split('\n')) if (!pinged(line)) lines.push({ sent: contentOf(line) })
      return channel.write(text)
    },
    on(event: 'data' | 'end' | 'close' | 'error', listener: (value: never) => void) {
      if (event !== 'data') return channel.on(event as 'error', listener as (error: Error) => void)
      const queue: string[] = []
      const handOn = () => {
        const line = queue.shift()
        if (line === undefined) return
        const isPinged = /^\{"id":-/.test(line)
        const at = Number((performance.now() - began).toFixed(1))
        if (!isPinged) lines.push({ at, received: contentOf(line) })
        ;(listener as (bytes: Uint8Array) => void)(Buffer.from(`${line}\n`))
      }
      return channel.on(
        'data',
        lineSplitter(
          line => {
            queue.push(line)
            setImmediate(handOn)
          },
          () => undefined,
        ),
      )
    },
  }
}

/** Stores JSON that serializes to the same text as JSON. */
function contentOf(line: string): unknown {
  try {
    const content = JSON.parse(line)
    return JSON.stringify(content) === line ? content : line
  } catch {
    return line
  }
}
