import type { Exit } from '../../evidence/evidence.ts'
import { searchPath } from '../../linux/search-path.ts'
import { isOpen } from '../../linux/wrapper.ts'
import type { AgentClient } from '../../protocol/client.ts'
import type { AgentEvent, Calls } from '../../protocol/message.ts'

type Start = Calls['start']['ask']

/** A process started by the agent: its output and how it ended. */
export interface LabProcess {
  readonly key: string
  /** Of the process started. */
  readonly pid: number
  /** Whether its words alone don't tell which program it ends in. */
  readonly open: boolean
  /** The process that checks refer to: the program that it ends in. */
  meant: Meant
  readonly exit: Promise<Exit>
  /** Set once it has ended. */
  ended?: Exit
  /** Replays output buffered since the last listener left, then streams new output. Returns an unsubscribe function. */
  listen(listener: OutputListener): () => void
}

/** The process that is meant by a name; `taken` is its command line where no words told of it. Or why it is not known (yet). */
export type Meant =
  | { readonly pid: number; readonly taken?: string }
  | { readonly errno: string; readonly message: string }

export type OutputListener = (stream: 'stdout' | 'stderr', text: string) => void

export async function startProcess(client: AgentClient, start: Start): Promise<LabProcess> {
  const output = outputOf()
  let finish: (exit: Exit) => void = () => undefined
  const exit = new Promise<Exit>(resolve => {
    finish = resolve
  })
  const running: LabProcess = {
    key: start.key,
    pid: 0,
    open: isOpen(start.argv),
    meant: { errno: 'EAGAIN', message: 'it is just being started' },
    exit,
    listen: output.listen,
  }
  const unlisten = client.listen(start.key, event => {
    if (event.event === 'output') output.add(event.stream, event.text)
    if (event.event !== 'exit') return
    addTails(event, output.add)
    running.ended = { code: event.code, signal: event.signal }
    unlisten()
    finish(running.ended)
  })
  const { pid } = await client.call('start', start)
  return Object.assign(running, { pid })
}

/** One listener at a time; output is buffered while there is no listener. */
function outputOf(): { add: OutputListener; listen: LabProcess['listen'] } {
  const held: [stream: 'stdout' | 'stderr', text: string][] = []
  let hear: OutputListener | undefined
  return {
    add: (stream, text) => {
      if (text === '') return
      if (hear) hear(stream, text)
      else held.push([stream, text])
    },
    listen: listener => {
      hear = listener
      for (const [stream, text] of held.splice(0)) listener(stream, text)
      return () => {
        if (hear === listener) hear = undefined
      }
    },
  }
}

function addTails(event: Extract<AgentEvent, { event: 'exit' }>, add: OutputListener): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const dropped = event.dropped[stream]
    add(stream, (dropped > 0 ? `\n[… ${dropped} bytes not kept …]\n` : '') + event.tails[stream])
  }
}

/** The environment of every process that a lab starts, whoever runs it. */
export const labEnvironment = { PATH: searchPath.join(':'), HOME: '/root', LANG: 'C.UTF-8', TERM: 'dumb' }
