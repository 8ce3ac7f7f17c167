import { type ChildProcess, spawn } from 'node:child_process'
import { kill } from 'node:process'
import { Duplex } from 'node:stream'
import type { Problem } from '../problem.ts'
import type { Connection } from './machine.ts'

/** Milliseconds for an agent to undo everything before it is killed; the next agent then does the rest. */
const patience = 30_000

/** How a process ended, and the end of its standard error. */
export interface AgentEnd {
  /** Null when a signal ended it, or when it could not be started. */
  readonly code: number | null
  /** `status 1`, `SIGKILL`, `spawn ssh ENOENT`. */
  readonly how: string
  readonly said: string
}

/** Starts an agent behind the pipes of a child process. It has a session of its own, so that Ctrl-C reaches only the runner, which then tells the agent to tidy up. */
export function openAgent(
  [command = '', ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  lostAs: (end: AgentEnd) => Problem | Promise<Problem>,
): Connection {
  const child = spawn(command, args, { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  const said = wordsOf(child)
  let closing: Promise<void> | undefined
  const gone = ended(child)
  const lost = new Promise<Problem>(resolve => {
    gone.then(end => {
      if (!closing) resolve(lostAs({ ...end, said: said() }))
    })
  })
  const channel = Duplex.from({ readable: child.stdout, writable: child.stdin })
  channel.on('error', () => {}) // reported by `lost`
  return {
    channel,
    lost,
    close() {
      closing ??= tidyUp(child, gone).finally(() => channel.destroy())
      return closing
    },
  }
}

type Gone = Promise<Omit<AgentEnd, 'said'>>

/** Ends the agent's input, which tells it that its runner has gone. One that a lab has stopped is to go on and undo what was done. */
async function tidyUp(child: ChildProcess, gone: Gone): Promise<void> {
  signalGroup(child, 'SIGCONT')
  child.stdin?.end()
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), patience)
  await gone
  clearTimeout(timer)
}

/** To the agent and the commands that started it, which are in the same process group. */
function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: 'SIGCONT' | 'SIGKILL'): void {
  if (pid !== undefined && exitCode === null && signalCode === null) kill(-pid, signal)
}

function ended(child: ChildProcess): Gone {
  return new Promise(resolve => {
    child.once('exit', (code, signal) => resolve({ code, how: signal ?? `status ${code}` }))
    child.once('error', error => resolve({ code: null, how: error.message }))
  })
}

/** The end of what it writes to standard error. */
function wordsOf(child: ChildProcess): () => string {
  let said = ''
  child.stderr?.on('data', chunk => {
    said = (said + chunk).slice(-4096)
  })
  return () => said.trim()
}
