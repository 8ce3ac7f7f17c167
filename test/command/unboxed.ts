import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { RunEvent } from '../../src/attempt/event.ts'
import { commandLine } from '../../src/plan/shell-syntax.ts'
import type { Verdict } from '../../src/verdict/verdict.ts'

const cli = join(import.meta.dirname, '../../dist/cli.js')

/** How a run of the built command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command as a user does, to its end. */
export function unboxed(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  return new Promise(resolve => {
    const options = { env, maxBuffer: 256 * 1024 ** 2 }
    const child = execFile(process.execPath, [cli, ...args], options, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    )
    child.stdin?.end()
  })
}

/** Starts the command, for tests that interfere with it. */
export const startUnboxed = (args: readonly string[]) =>
  started(spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }))

/** Starts the command with an input that a test writes to. */
export const startWithInput = (args: readonly string[]) =>
  started(spawn(process.execPath, [cli, ...args], { stdio: 'pipe' }))
/** Starts the command with a pipe for its input, as from a script that goes on. */
export const startPiped = (args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
  started(spawn(process.execPath, [cli, ...args], { env, stdio: 'pipe' }))

/** Starts the command at a terminal of its own, script(1): what is written to the child's input is typed there. */
export const startAtTerminal = (args: readonly string[]) => {
  const command = commandLine([process.execPath, cli, ...args])
  return started(
    spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { stdio: 'pipe' }),
  )
}

function started<C extends ChildProcessByStdio<Writable | null, Readable, Readable>>(child: C) {
  const seen = { stdout: '', stderr: '' }
  child.stdout.on('data', data => {
    seen.stdout += data
  })
  child.stderr.on('data', data => {
    seen.stderr += data
  })
  const ended = new Promise<Ended>(resolve => child.once('close', code => resolve({ code, ...seen })))
  return { child, seen, ended }
}

export const eventsOf = ({ stdout }: Ended): RunEvent[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))

export const verdictsOf = (ended: Ended): Verdict[] =>
  eventsOf(ended).flatMap(event => (event.type === 'verdict' ? [event.verdict] : []))

/** The QEMUs that run a VM for a process, without those that only print their version. */
export function qemusOf(pid: number): number[] {
  return childrenOf(pid).filter(child => /qemu-system.*\0-incoming\0/s.test(commandOf(child)))
}

/** Waits until these QEMUs have ended. */
export const areGone = (machines: readonly number[]) =>
  until(5_000, () => machines.every(pid => !commandOf(pid).includes('qemu-system')))

export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return [] // it has ended
  }
}

/** The command line of a process, empty when it is gone or a zombie. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // it has ended
  }
}

/** Polls until `look` returns a value; undefined after `ms` milliseconds. */
export async function until<T>(ms: number, look: () => T | undefined | false): Promise<T | undefined> {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    const found = look()
    if (found) return found
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return undefined
}
