import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseProcessStat } from '../linux/process-stat.ts'
import { makeFolder } from './make-folder.ts'
import { namesIn, readIfThereSync } from './read.ts'

/**
 * A folder name that identifies its owner: `PID-START-PIDNS-BOOT-RANDOM`. The name exists as soon as the folder does, so an
 * abandoned folder can always be distinguished from one in use.
 */
export function ownedName(pid: number | 'self' = 'self'): string {
  const { id, start } = processNow(pid) ?? { id: 0, start: 0 }
  return [id, start, pidNamespace(), bootId(), randomBytes(4).toString('hex')].join('-')
}

/** Folders of this process that are to end with it. */
const own = new Set<string>()

/** Makes a folder in `parent` that is named for this process and is removed at the latest when it ends. */
export async function makeOwnFolder(parent: string): Promise<string> {
  const folder = join(parent, ownedName())
  own.add(folder)
  await makeFolder(folder)
  return folder
}

/** Removes a folder that `makeOwnFolder` has made; one that got another name meanwhile is left alone. */
export async function removeOwnFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  own.delete(folder)
}

/** As the process ends, however early. What cannot be removed any more is swept by the next run. */
export function removeOwnFolders(): void {
  for (const folder of own) {
    try {
      rmSync(folder, { recursive: true, force: true })
    } catch {} // its writer is only just being killed
  }
}

/** Whether the owner in such a name is alive; undefined for other names, and for owners in other PID namespaces. */
export function ownerLives(name: string): boolean | undefined {
  const match = /^(?<pid>\d+)-(?<start>\d+)-(?<namespace>\d+)-(?<boot>[0-9a-f]{8})-[0-9a-f]{8}$/.exec(name)
  if (!match?.groups) return undefined
  const { pid, start, namespace, boot } = match.groups
  if (boot !== bootId()) return false
  if (namespace !== pidNamespace()) return undefined
  return processNow(Number(pid))?.start === Number(start)
}

/** The folders below `parent` whose owner is known to be dead. */
export async function orphansIn(parent: string): Promise<string[]> {
  const names = await namesIn(parent)
  return names.filter(name => ownerLives(name) === false).map(name => join(parent, name))
}

/** A live process; undefined if it does not exist or is a zombie. */
export function processNow(pid: number | 'self'): { id: number; start: number } | undefined {
  const text = readIfThereSync(`/proc/${pid}/stat`)
  if (text === undefined) return undefined
  const { pid: id, state, start } = parseProcessStat(text)
  return state === 'Z' || state === 'X' ? undefined : { id, start }
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
}

function pidNamespace(): string {
  return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')
}
