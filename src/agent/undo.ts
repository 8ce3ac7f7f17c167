import { lstatSync, rmSync } from 'node:fs'
import type { ProcessStat } from '../linux/process-stat.ts'
import type { Leftover } from '../protocol/message.ts'
import { labsPath } from './agent.ts'
import { errnoOf } from './call-error.ts'
import { copyFile } from './copy-file.ts'
import type { Intent } from './intent-log.ts'
import { isCgroup, kill, killCgroup } from './kill-cgroup.ts'
import { leaveBase, type Note } from './leave-base.ts'
import { mountLines, mountPoint } from './mount-table.ts'
import { processes } from './process-table.ts'
import { removeCgroup } from './remove-cgroup.ts'
import { replaceFile } from './replace-file.ts'
import { run } from './run-command.ts'
import type { Starter } from './starter.ts'
import { poll } from './wait.ts'

/** Undoes logged intents, the latest first, whether or not they were carried out, and returns what it found. Idempotent. */
export async function undo(
  starter: Starter,
  intents: readonly Intent[],
  timeout: number,
): Promise<Leftover[]> {
  const removed = new Map<string, Leftover>()
  const note = (leftover: Leftover) => removed.set(leftover.what, leftover)
  await killSessions(intents, timeout, note)
  for (const intent of intents.toReversed()) {
    if (intent.did === 'directory') await undoDirectory(starter, intent.path, timeout, note)
    if (intent.did === 'file') undoFile(starter, intent, note)
    if (intent.did === 'claim') await leaveBase(starter, intent, timeout, note)
  }
  return [...removed.values()]
}

type Session = Extract<Intent, { did: 'start' }>

async function killSessions(intents: readonly Intent[], timeout: number, note: Note): Promise<void> {
  const sessions = intents.filter((intent): intent is Session => intent.did === 'start')
  if (sessions.length === 0) return
  await poll(timeout, () => {
    const alive = processes()
    const ours = alive.filter(row => row.state !== 'Z' && sessions.some(session => isOf(row, session, alive)))
    for (const { pid, name } of ours) {
      kill(pid)
      note({ kind: 'process', what: `${name} (pid ${pid})` })
    }
    return ours.length === 0 ? true : undefined
  })
}

/** A session keeps its ID while it has members; a leader with another start time leads another session. */
function isOf(row: ProcessStat, session: Session, alive: readonly ProcessStat[]): boolean {
  if (row.session !== session.pid) return false
  const leader = alive.find(({ pid }) => pid === session.pid)
  return !leader || leader.start === session.start
}

async function undoDirectory(starter: Starter, path: string, timeout: number, note: Note): Promise<void> {
  const place = labsPath(starter, path)
  if (!isThere(place)) return
  if (isCgroup(place)) {
    note({ kind: 'cgroup', what: path })
    await killCgroup(path, timeout)
    await removeCgroup(path, timeout)
    return
  }
  note({ kind: 'file', what: path })
  await unmountBelow(starter, path)
  // A mount that is still there may be anything, even the root of this machine, so do not delete its contents.
  if (mountsBelow(starter.host, path).length === 0) rmSync(place, { recursive: true, force: true })
}

async function unmountBelow(starter: Starter, path: string): Promise<void> {
  const points = mountsBelow(starter.host, path).reverse()
  // The caller looks again and finds mounts that could not be unmounted.
  if (points.length > 0)
    await run(starter, { argv: ['umount', '--', ...points], amongLabs: true }).catch(() => undefined)
}

function mountsBelow(host: number, path: string): string[] {
  return mountLines(host)
    .map(mountPoint)
    .filter(point => point === path || point.startsWith(`${path}/`))
}

function undoFile(starter: Starter, { path, saved }: Extract<Intent, { did: 'file' }>, note: Note): void {
  const place = labsPath(starter, path)
  if (!isThere(place) && !saved) return
  note({ kind: 'file', what: path })
  if (!saved) rmSync(place, { force: true })
  else if (isThere(saved)) putBack(saved, place)
}

function putBack(saved: string, path: string): void {
  replaceFile(path, unfinished => copyFile(saved, unfinished))
  rmSync(saved)
}

function isThere(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return false
    throw error
  }
}
