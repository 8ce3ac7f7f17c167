import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'
import { goneErrnos } from '../linux/errno.ts'
import { type ProcessStat, parseProcessStat } from '../linux/process-stat.ts'
import { errnoOf } from './call-error.ts'

/** Every process that exists now, except kernel threads. */
export function processes(): ProcessStat[] {
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

/** Kernel threads are most of /proc on a small machine. They are listed once a minute, since their PIDs are not reused soon. */
const kernelThreads = new Set<number>()

/** Whether a process is a kernel thread; known once it was listed. */
export const isKernelThread = (pid: number): boolean => kernelThreads.has(pid)

let kernelThreadsSince = Number.NEGATIVE_INFINITY

/** One process; undefined when it is gone. */
export function processRow(pid: number): ProcessStat | undefined {
  const text = readIfThere(`/proc/${pid}/stat`)
  return text === undefined ? undefined : parseProcessStat(text)
}

/** Its children, youngest last. */
export function childrenOf(pid: number): number[] {
  const text = readIfThere(`/proc/${pid}/task/${pid}/children`)
  if (text === undefined) return []
  return text.split(' ').filter(Boolean).map(Number)
}

/** The text of a small file of a process; undefined if the process is gone. */
export function readIfThere(path: string | Buffer): string | undefined {
  try {
    return readSmall(path)
  } catch (error) {
    if (goneErrnos.has(errnoOf(error) ?? '')) return undefined
    throw error
  }
}

/** The target of a link of a process; undefined if the process is gone, or belongs to another user and the agent is not root. */
export const linkIfThere = (path: string): string | undefined => unlessGone(() => readlinkSync(path))

/** The result of reading from a process; undefined as for `linkIfThere`. */
export function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    const errno = errnoOf(error) ?? ''
    if (goneErrnos.has(errno) || errno === 'EACCES' || errno === 'EPERM') return undefined
    throw error
  }
}

const buffer = Buffer.allocUnsafeSlow(64 * 1024)

/** readFileSync calls fstat(2) first and reads until end of file. These files have no size and fit into one read, which is cheaper. */
function readSmall(path: string | Buffer): string {
  const file = openSync(path, 'r')
  try {
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, null))
  } finally {
    closeSync(file)
  }
}
