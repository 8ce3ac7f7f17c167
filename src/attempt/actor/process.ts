import type { Exit } from '../../evidence/evidence.ts'
import { searchPath } from '../../linux/search-path.ts'
import type { AgentClient } from '../../protocol/client.ts'
import type { AgentEvent, Calls } from '../../protocol/message.ts'
import { agentProblem } from '../../protocol/problem.ts'

type Start = Calls['start']['ask']

/** A process started by the agent: its output and how it ended. */
export interface LabProcess {
  readonly key: string
  /** Of the process started. */
  readonly pid: number
  /** The process that checks refer to: the one below the wrappers, once it has settled. */
  subject: number
  readonly exit: Promise<Exit>
  /** Set once it has ended. */
  ended?: Exit
  /** Replays output buffered since the last listener left, then streams new output. Returns an unsubscribe function. */
  listen(listener: OutputListener): () => void
}

export type OutputListener = (stream: 'stdout' | 'stderr', text: string) => void

export async function startProcess(client: AgentClient, start: Start): Promise<LabProcess> {
  const output = outputOf(start)
  let finish: (exit: Exit) => void = () => undefined
  const exit = new Promise<Exit>(resolve => {
    finish = resolve
  })
  const running: LabProcess = { key: start.key, pid: 0, subject: 0, exit, listen: output.listen }
  const unlisten = client.listen(start.key, event => {
    if (event.event === 'output') output.add(event.stream, event.text)
    if (event.event !== 'exit') return
    addTails(event, output.add)
    running.ended = { code: event.code, signal: event.signal }
    unlisten()
    finish(running.ended)
  })
  const { pid } = await client.call('start', start)
  return Object.assign(running, { pid, subject: pid })
}

/**
 * One listener at a time; output is buffered while there is no listener. The agent keeps so many bytes of the head and of the tail of what
 * each stream prints during a step, so more than these, and the note between them, is not what it says it is.
 */
function outputOf({ key, keep }: Pick<Start, 'key' | 'keep'>): {
  add: OutputListener
  listen: LabProcess['listen']
} {
  const held: [stream: 'stdout' | 'stderr', text: string][] = []
  const most = 2 * keep + longestNote
  const length = { stdout: 0, stderr: 0 }
  let hear: OutputListener | undefined
  return {
    add: (stream, text) => {
      if (text === '') return
      length[stream] += text.length
      if (length[stream] > most) throw agentProblem('too-much-output', { key, most })
      if (hear) hear(stream, text)
      else held.push([stream, text])
    },
    listen: listener => {
      hear = listener
      length.stdout = length.stderr = 0
      for (const [stream, text] of held.splice(0)) listener(stream, text)
      return () => {
        if (hear === listener) hear = undefined
      }
    },
  }
}

/** Characters for the note of what was not kept. */
const longestNote = 256

function addTails(event: Extract<AgentEvent, { event: 'exit' }>, add: OutputListener): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const dropped = event.dropped[stream]
    add(stream, (dropped > 0 ? `\n[… ${dropped} bytes not kept …]\n` : '') + event.tails[stream])
  }
}

/** The environment of every process that a lab starts, whoever runs it. */
export const labEnvironment = { PATH: searchPath.join(':'), HOME: '/root', LANG: 'C.UTF-8', TERM: 'dumb' }
