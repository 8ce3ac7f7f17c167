import { type ChildProcess, spawn } from 'node:child_process'
import type { Duplex, Readable } from 'node:stream'
import { type ConsoleLog, consoleLog } from './console-log.ts'
import { agentDescriptor, qmpDescriptor } from './qemu.ts'
import { openQmp, type Qmp } from './qmp.ts'

/** A started QEMU. */
export interface Qemu {
  readonly pid: number
  /** The agent's end of its virtio-serial port. */
  readonly agent: Duplex
  readonly qmp: Promise<Qmp>
  readonly console: ConsoleLog
  /** Resolves with how it ended, whoever ended it: `killed by SIGKILL`. */
  readonly ended: Promise<string>
  kill(): void
}

/**
 * Starts QEMU so that it can't outlive us: the kernel kills it when its parent dies (PR_SET_PDEATHSIG, which setpriv sets
 * and execve keeps). `devices` is an open file that it inherits as the next descriptor.
 */
export function startQemu(args: readonly string[], devices?: number): Qemu {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', 'qemu-system-x86_64', ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', ...(devices === undefined ? [] : [devices])],
  })
  const agent = child.stdio[agentDescriptor] as Duplex
  agent.on('error', () => {}) // a reset: reported by `ended`
  const qmp = openQmp(child.stdio[qmpDescriptor] as Duplex)
  qmp.catch(() => {}) // its callers see the rejection; there may be none
  return {
    pid: child.pid ?? 0,
    agent,
    qmp,
    console: consoleLog(child.stdout as Readable),
    ended: endOf(child),
    kill: () => void child.kill('SIGKILL'),
  }
}

function endOf(child: ChildProcess): Promise<string> {
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000)
  })
  return new Promise(resolve => {
    child.once('error', error => resolve(`not started: ${error.message}`))
    child.once('close', (code, signal) => {
      const how = signal ? `killed by ${signal}` : `exit code ${code}`
      resolve(said.trim() ? `${how}: ${said.trim()}` : how)
    })
  })
}
