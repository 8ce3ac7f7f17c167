import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'
import { goneErrnos } from '../linux/errno.ts'
import { type ProcessStat, parseProcessStat } from '../linux/process-stat.ts'
import { errnoOf } from './call-error.ts'

/** Every process there is now that isn't a thread of the kernel's. */
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

/** Most of what is in /proc of a small machine: looked at once a minute, as their pids are not soon given to others. */
const kernelThreads = new Set<number>()
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

/** The text of a small file of a process; undefined when the process is gone. */
export function readIfThere(path: string | Buffer): string | undefined {
  try {
    return readSmall(path)
  } catch (error) {
    if (goneErrnos.has(errnoOf(error) ?? '')) return undefined
    throw error
  }
}

/** Where a link of a process leads; undefined when the process is gone, or another user's to an agent that is not root. */
export const linkIfThere = (path: string): string | undefined => unlessGone(() => readlinkSync(path))

/** What is read of a process; undefined as `linkIfThere` is. */
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

/** readFileSync asks for the size first and for the end last: these files have no size, and fit into one read. */
function readSmall(path: string | Buffer): string {
  const file = openSync(path, 'r')
  try {
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, null))
  } finally {
    closeSync(file)
  }
}
