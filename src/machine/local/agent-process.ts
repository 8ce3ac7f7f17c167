import { type ChildProcess, spawn } from 'node:child_process'
import { Duplex } from 'node:stream'
import type { Problem } from '../../problem.ts'
import type { Connection } from '../machine.ts'
import { problem } from './problem.ts'

/** Milliseconds that an agent gets to take everything back before it is killed; the next one does the rest then. */
const patience = 30_000

/** An agent as a child process. It has a session of its own: Ctrl-C is for the runner, who then tells the agent to tidy up. */
export function openAgent(
  [command = '', ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  whenClosed: () => void,
): Connection {
  const child = spawn(command, args, { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  const said = wordsOf(child)
  let closing: Promise<void> | undefined
  const gone = ended(child)
  const lost = new Promise<Problem>(resolve => {
    gone.then(how => {
      whenClosed()
      if (!closing) resolve(problem('agent-lost', { how, said: said() }))
    })
  })
  const channel = Duplex.from({ readable: child.stdout, writable: child.stdin })
  channel.on('error', () => {}) // `lost` tells
  return {
    channel,
    lost,
    close() {
      closing ??= tidyUp(child, gone).finally(() => channel.destroy())
      return closing
    },
  }
}

/** The end of its input tells an agent that its runner has gone. */
async function tidyUp(child: ChildProcess, gone: Promise<string>): Promise<void> {
  child.stdin?.end()
  const timer = setTimeout(() => child.kill('SIGKILL'), patience)
  await gone
  clearTimeout(timer)
}

function ended(child: ChildProcess): Promise<string> {
  return new Promise(resolve => {
    child.once('exit', (code, signal) => resolve(signal ?? `status ${code}`))
    child.once('error', error => resolve(error.message))
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
