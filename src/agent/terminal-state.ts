import { readdirSync, readlinkSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { ProcessStat } from '../linux/process-stat.ts'
import { terminalDevice } from '../linux/terminal-device.ts'
import type { Calls, TerminalState } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { CallFailure } from './call-error.ts'
import { linkIfThere, processes, readIfThere, unlessGone } from './process-table.ts'
import { run } from './run-command.ts'
import { startedAs } from './started.ts'
import type { Starter } from './starter.ts'

/** Finds the terminal that what somebody types now ends up at, and whether it is waited for there. */
export async function terminalState(agent: Agent, ask: Calls['terminal']['ask']): Promise<TerminalState> {
  const { key, running, terminal, output } = startedAs(agent, ask.key)
  if (!terminal) throw new CallFailure({ errno: 'ENOTTY', message: `${key} has no terminal` })
  const time = performance.now()
  const rows = processes()
  const innermost = innermostLeader(running.pid, rows)
  const tty = terminalDevice(innermost?.terminal ?? 0) ?? null
  const group = Math.max(0, innermost?.foreground ?? 0)
  const foreground = rows.filter(row => row.group === group && row.terminal === innermost?.terminal)
  const isPassedOn = [running.pid, agent.starter.pid ?? 0].every(isIdle)
  const state = { tty, group, isWaiting: isPassedOn && (await isWaiting(agent, foreground, tty)) }
  // Whatever has been passed on by now is taken within two turns of the event loop.
  await setImmediate()
  await setImmediate()
  return { ...state, quiet: output.quietUntil(time) }
}

/** Whether a process that passes on output has passed on all of it: as long as it has not, who sleeps may wait to print more. */
function isIdle(pid: number): boolean {
  return waitOf(pid) === 'poll'
}

/** The session leader on the innermost terminal: a child of the process that relays, then perhaps a child of one in its foreground. */
function innermostLeader(relay: number, rows: readonly ProcessStat[]): ProcessStat | undefined {
  let leader = leaderBelow(new Set([relay]), rows)
  for (let depth = 0; leader && depth < mostTerminals; depth++) {
    const { terminal, foreground } = leader
    const front = rows.filter(row => row.group === foreground && row.terminal === terminal)
    const next = leaderBelow(new Set(front.map(({ pid }) => pid)), rows)
    if (!next || next.terminal === terminal) break
    leader = next
  }
  return leader
}

const mostTerminals = 32

/** A child of these that leads a session on a terminal. sudo has a monitor of its own in between, which leads that session. */
function leaderBelow(parents: ReadonlySet<number>, rows: readonly ProcessStat[]): ProcessStat | undefined {
  return rows.find(
    ({ pid, parent, session, terminal }) => parents.has(parent) && pid === session && terminal !== 0,
  )
}

/** One waits for input, and the others wait for whatever: a shell for its child, the end of a pipeline for its beginning. */
async function isWaiting(
  { starter }: Agent,
  foreground: readonly ProcessStat[],
  tty: string | null,
): Promise<boolean> {
  if (foreground.some(({ state }) => state !== 'S')) return false
  const waits = foreground.map(row => [row, waitOf(row.pid)] as const)
  if (waits.some(([{ pid }, wait]) => wait === 'read' && !hasSocket(pid))) return true
  const parents = new Set(foreground.map(({ parent }) => parent))
  const unsure = waits.filter(([{ pid }, wait]) => wait && !parents.has(pid) && isInput(tty, pid))
  if (unsure.some(([{ name }, wait]) => wait === 'poll' && lineReaders.has(name))) return true
  const [first] = unsure
  return first !== undefined && (await isForKeys(starter, first[0].pid))
}

/** Whether the terminal that is its standard input is not in canonical mode, as line editors set it; termios(3). */
async function isForKeys(starter: Starter, pid: number): Promise<boolean> {
  // Who has gone waits for nothing, and on a terminal that does not answer nobody can type.
  const settings = await run(starter, { argv: ['stty', '-a', '-F', `/proc/${pid}/fd/0`] }).catch(() => '')
  return / -icanon\b/.test(settings)
}

/** Programs that poll a terminal in canonical mode for lines. Others that poll are taken to wait for something else, as `tail -f` does. */
const lineReaders = new Set('bash dash sh nc nc.openbsd nc.traditional ncat socat telnet'.split(' '))

/** Whether it has a socket open: a blocking recv(2) or connect(2) sleeps in the same function as a read(2) of a terminal. */
function hasSocket(pid: number): boolean {
  const files = unlessGone(() => readdirSync(`/proc/${pid}/fd`)) ?? []
  return files.some(file => linkIfThere(`/proc/${pid}/fd/${file}`)?.startsWith('socket:'))
}

const waitOf = (pid: number): 'read' | 'poll' | undefined => {
  const place = placeOf(pid)
  return inputWaits.find(([prefix]) => place.startsWith(prefix))?.[1]
}

/** The kernel function in which it sleeps. */
const placeOf = (pid: number) => readIfThere(`/proc/${pid}/wchan`) ?? ''

/**
 * Kernel functions in which a process sleeps that waits for input: in read(2) of a terminal, or in poll(2) and its siblings, which may be
 * for anything. What they are for cannot be read where nobody may attach to a process. So its standard input must be the terminal, and none of
 * its children is beside it: sudo polls for that child. A write(2) to a terminal that is full sleeps in the same function as a read(2).
 */
const inputWaits: readonly (readonly [prefix: string, kind: 'read' | 'poll'])[] = [
  ['wait_woken', 'read'],
  ['n_tty_read', 'read'],
  ['do_poll', 'poll'],
  ['do_sys_poll', 'poll'],
  ['poll_schedule_timeout', 'poll'],
  ['do_select', 'poll'],
  ['core_sys_select', 'poll'],
  ['do_epoll_wait', 'poll'],
  ['ep_poll', 'poll'],
]

/** By the end of its name, since the process may see it in another place. Not by stat(2), which a file system may never answer. */
function isInput(tty: string | null, pid: number): boolean {
  const link = unlessGone(() => readlinkSync(`/proc/${pid}/fd/0`))
  return tty !== null && link?.endsWith(tty.slice('/dev'.length)) === true
}
