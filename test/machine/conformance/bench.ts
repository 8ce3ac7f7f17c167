import type { Connection } from '../../../src/machine/machine.ts'
import { type AgentClient, CallFailed, type ProcessEvent } from '../../../src/protocol/client.ts'
import type { BoundSource, CallError, Calls, Do, Hello, Look } from '../../../src/protocol/message.ts'
import type { Conditions } from './conformance.ts'

type Start = Calls['start']['ask']

/** How a process ended, and its output. */
export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly head: { readonly stdout: string; readonly stderr: string }
  readonly tails: { readonly stdout: string; readonly stderr: string }
  readonly dropped: { readonly stdout: number; readonly stderr: number }
  readonly lines: { readonly stdout: number; readonly stderr: number }
  /** Milliseconds on the agent's clock, since its start. */
  readonly ms: number
}

export interface Process {
  readonly key: string
  readonly pid: number
  readonly ended: Promise<Ended>
  /** Its output so far. */
  readonly written: () => string
}

/** The operations that cases of the suite use. */
export interface Bench {
  readonly client: AgentClient
  readonly connection: Connection
  readonly conditions: Conditions
  readonly hello: Hello
  start(argv: string[], more?: Partial<Start>, listen?: (event: ProcessEvent) => void): Promise<Process>
  /** Starts it and waits for its end. */
  run(argv: string[], more?: Partial<Start>): Promise<Ended>
  /** A new cgroup directly below the base. */
  cgroup(name: string): Promise<string>
  look(source: BoundSource): Promise<Look>
  /** The errno of a refused call; `answered` if it succeeds. */
  refusal<D extends Do>(what: D, ask: Calls[D]['ask']): Promise<string>
  /** Polls until the condition holds, for at most five seconds of an ordinary machine. */
  until(what: string, ask: () => Promise<boolean> | boolean): Promise<void>
}

const env = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LC_ALL: 'C.UTF-8',
}

let keys = 0

export async function benchOf(
  client: AgentClient,
  connection: Connection,
  conditions: Conditions,
): Promise<Bench> {
  const hello = await client.call('hello', {})
  const start: Bench['start'] = async (argv, more = {}, listen = () => undefined) => {
    const key = `process-${++keys}`
    const head = { stdout: '', stderr: '' }
    let began = 0
    const ended = new Promise<Ended>(resolve =>
      client.listen(key, event => {
        listen(event)
        if (event.event === 'output') head[event.stream] += event.text
        if (event.event === 'exit') resolve({ ...event, head, ms: event.at - began })
      }),
    )
    const { pid, at } = await client.call('start', {
      key,
      argv,
      env,
      cwd: '/',
      stdin: 'none',
      keep: 65536,
      ...more,
    })
    began = at
    return { key, pid, ended, written: () => head.stdout }
  }
  return {
    client,
    connection,
    conditions,
    hello,
    start,
    run: async (argv, more) => (await start(argv, more)).ended,
    async cgroup(name) {
      const path = `${hello.cgroup.base}/${name}`
      await client.call('make-directory', { path })
      return path
    },
    async look(source) {
      const { looks } = await client.call('look', { sources: [source] })
      return looks[0] as Look
    },
    async refusal(what, ask) {
      try {
        await client.call(what, ask)
        return 'answered'
      } catch (error) {
        if (error instanceof CallFailed) return error.error.errno ?? error.error.message
        throw error
      }
    },
    async until(what, ask) {
      const deadline = performance.now() + 5000 * conditions.slowness
      while (!(await ask())) {
        if (performance.now() > deadline) throw new Error(`it never came to this: ${what}`)
        await new Promise(resolve => setTimeout(resolve, 20))
      }
    },
  }
}

/** The agent's error for a failing call; throws if the call succeeds or fails in another way. */
export async function callErrorOf(call: Promise<unknown>): Promise<CallError> {
  const error = await call.then(
    () => new Error('the call was answered'),
    (error: unknown) => error,
  )
  if (error instanceof CallFailed) return error.error
  throw error
}

/** The text of a look; throws if there is none. */
export function textOf(look: Look): string {
  if ('text' in look) return look.text
  throw new Error(`${look.errno}: ${look.message}`)
}

/** The errno of a look; empty if there is a text. */
export function errnoOf(look: Look): string {
  return 'errno' in look ? look.errno : ''
}
