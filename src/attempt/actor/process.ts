import type { Exit } from '../../evidence/evidence.ts'
import { searchPath } from '../../linux/search-path.ts'
import { isOpen } from '../../linux/wrapper.ts'
import { type AgentClient, unless } from '../../protocol/client.ts'
import type { Calls, SectionEnd, Stream } from '../../protocol/message.ts'
import { agentProblem } from '../../protocol/problem.ts'

type Start = Calls['start']['ask']

/** A process started by the agent: its output and how it ended. */
export interface LabProcess {
  readonly key: string
  /** PID of the started process. */
  readonly pid: number
  /** Whether its command line does not determine the program that it ends in. */
  readonly open: boolean
  /** The process that checks refer to: the program that it ends in. */
  meant: Meant
  readonly exit: Promise<Exit>
  /** Set once it has ended. */
  ended?: Exit
  /** Whether the agent holds output back until the section ends. */
  isHeld: boolean
  /** Whether something was typed into it. */
  isTyped: boolean
  /**
   * Replays output buffered since the last listener left, then streams new output until the section ends. Returns an unsubscribe
   * function.
   */
  listen(listener: OutputListener): () => void
  /** Resolves when the current section of output has ended; to the exit status if a mark ended it. */
  sectionEnd(): Promise<number | null>
  /** Ends the current section: the agent sends what it holds back, and later output belongs to the next section. */
  endSection(): Promise<void>
}

/**
 * The process that a name refers to; `taken` is its command line if the words of the line did not determine it. Or what has yet to happen
 * before there is one, or why it could not be found.
 */
export type Meant =
  | { readonly pid: number; readonly taken?: string }
  | { readonly pending: string }
  | { readonly errno: string; readonly message: string }

/** `gap` is the output that the agent dropped directly before this text. */
export type OutputListener = (stream: Stream, text: string, gap?: OutputGap) => void

export interface OutputGap {
  readonly bytes: number
  /** Nonblank lines of the whole stream, including the gap. */
  readonly lines: number
}

export async function startProcess(client: AgentClient, start: Start): Promise<LabProcess> {
  const output = outputOf(start)
  let finish: (exit: Exit) => void = () => undefined
  let tellSection: (code: number | null) => void = () => undefined
  const exit = new Promise<Exit>(resolve => {
    finish = resolve
  })
  const running: LabProcess = {
    key: start.key,
    pid: 0,
    open: isOpen(start.argv),
    meant: { pending: 'it was still starting' },
    exit,
    isHeld: false,
    isTyped: false,
    listen: output.listen,
    sectionEnd: () =>
      new Promise(resolve => {
        tellSection = resolve
      }),
    endSection: async () => {
      await client.call('end-section', { key: start.key }).catch(unless('ESRCH'))
    },
  }
  const unlisten = client.listen(start.key, event => {
    if (event.event === 'output') return output.add(event.stream, event.text)
    running.isHeld = event.event === 'held'
    if (event.event === 'held') return
    addTails(event, output.add)
    output.endSection({ isHeard: !running.isTyped })
    if (event.event === 'section') return tellSection(event.code)
    running.ended = { code: event.code, signal: event.signal }
    unlisten()
    finish(running.ended)
  })
  const { pid } = await client.call('start', start)
  return Object.assign(running, { pid })
}

/**
 * One listener at a time; output is buffered while there is no listener. The agent keeps `keep` bytes of the head and of the tail of each
 * stream in a section, so a message with more is forged.
 */
function outputOf({ key, keep }: Pick<Start, 'key' | 'keep'>): {
  add: OutputListener
  listen: LabProcess['listen']
  /** Later output belongs to the next section, which waits for a new listener unless this one continues. */
  endSection: (next: { isHeard: boolean }) => void
} {
  const held: Parameters<OutputListener>[] = []
  const most = 2 * keep
  const length = { stdout: 0, stderr: 0, held: 0 }
  let hear: OutputListener | undefined
  return {
    add: (stream, text, gap) => {
      length[stream] += text.length
      if (!hear) length.held += text.length
      if (length[stream] > most || length.held > 4 * most)
        throw agentProblem('too-much-output', { key, most })
      if (hear) hear(stream, text, gap)
      else held.push([stream, text, gap])
    },
    listen: listener => {
      hear = listener
      length.held = 0
      for (const piece of held.splice(0)) listener(...piece)
      return () => {
        if (hear === listener) hear = undefined
      }
    },
    endSection: ({ isHeard }) => {
      length.stdout = length.stderr = 0
      if (!isHeard) hear = undefined
    },
  }
}

function addTails({ tails, dropped, lines }: SectionEnd, add: OutputListener): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    const bytes = dropped[stream]
    if (bytes > 0) add(stream, tails[stream], { bytes, lines: lines[stream] })
    else if (tails[stream] !== '') add(stream, tails[stream])
  }
}

/** The environment of every process that a lab starts. */
export const labEnvironment = { PATH: searchPath.join(':'), HOME: '/root', LANG: 'C.UTF-8', TERM: 'dumb' }
