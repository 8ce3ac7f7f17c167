import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { errnoOf } from './call-error.ts'

/** What /proc/PID/stat says of a process, as much as the agent needs. */
export interface ProcessRow {
  readonly pid: number
  readonly name: string
  /** R, S, D, Z, … */
  readonly state: string
  readonly parent: number
  readonly session: number
  /** The device number of its terminal; 0 is none. */
  readonly terminal: number
  readonly kernel: boolean
  /** Clock ticks since boot: with the pid, who it is. */
  readonly start: number
}

/** Every process there is now that isn't a thread of the kernel's. */
export function processes(): ProcessRow[] {
  const now = performance.now()
  if (now - kernelThreadsSince > 60_000) {
    kernelThreads.clear()
    kernelThreadsSince = now
  }
  const pids = readdirSync('/proc')
    .map(Number)
    .filter(pid => pid > 0 && !kernelThreads.has(pid))
  const rows = pids.flatMap(pid => processRow(pid) ?? [])
  for (const { pid, kernel } of rows) if (kernel) kernelThreads.add(pid)
  return rows.filter(({ kernel }) => !kernel)
}

/** Most of what is in /proc of a small machine: looked at once a minute, as their pids are not soon given to others. */
const kernelThreads = new Set<number>()
let kernelThreadsSince = Number.NEGATIVE_INFINITY

/** One process; undefined when it is gone. */
export function processRow(pid: number): ProcessRow | undefined {
  const text = readIfThere(`/proc/${pid}/stat`)
  return text === undefined ? undefined : parseStat(text)
}

/** Its children, youngest last. */
export function childrenOf(pid: number): number[] {
  const text = readIfThere(`/proc/${pid}/task/${pid}/children`)
  if (text === undefined) return []
  return text.split(' ').filter(Boolean).map(Number)
}

/** The text of a small file of a process; undefined when the process is gone. */
export function readIfThere(path: string): string | undefined {
  try {
    return readSmall(path)
  } catch (error) {
    if (gone.has(errnoOf(error) ?? '')) return undefined
    throw error
  }
}

/** What /proc answers for a process that ended meanwhile. */
export const gone: ReadonlySet<string> = new Set(['ENOENT', 'ESRCH', 'ENODEV'])

const buffer = Buffer.allocUnsafeSlow(64 * 1024)

/** readFileSync asks for the size first and for the end last: these files have no size, and fit into one read. */
function readSmall(path: string): string {
  const file = openSync(path, 'r')
  try {
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, null))
  } finally {
    closeSync(file)
  }
}

const kernelThread = 0x00200000 // PF_KTHREAD of linux/sched.h

/** The name stands in parentheses and may itself hold parentheses and blanks: proc_pid_stat(5). */
function parseStat(text: string): ProcessRow {
  const [open, close] = [text.indexOf('('), text.lastIndexOf(')')]
  const rest = text.slice(close + 2).split(' ')
  const number = (field: number) => Number(rest[field - 3])
  return {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    state: rest[0] ?? '',
    parent: number(4),
    session: number(6),
    terminal: number(7),
    kernel: (number(9) & kernelThread) !== 0,
    start: number(22),
  }
}
