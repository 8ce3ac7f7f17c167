import { lstat, mkdir, open, rm } from 'node:fs/promises'
import { connect, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { makeFolder } from '../cache/make-folder.ts'
import { orphansIn, ownedName, ownerLives } from '../cache/owner.ts'
import { namesIn, readIfThere } from '../cache/read.ts'
import { cacheRoot } from '../cache/root.ts'
import { parseRecord } from '../cache/whole.ts'
import { writeAtomically } from '../cache/write.ts'
import type { World } from './world.ts'

/** A machine that a shell of this user has open, and that other terminals can join. */
export interface OpenShell {
  /** The process that opened it: the name by which it is chosen. */
  readonly pid: number
  readonly folder: string
  readonly machine: string
  readonly description: string
  /** ISO 8601. */
  readonly since: string
  /** Somebody does a lab there, which `unboxed watch` shows. */
  readonly task?: true
  /** The lab that is done there. */
  readonly lab?: string
}

/** The folder in the cache that has a folder for each open shell, named for its owner: a socket, and what is said of the machine. */
const parentOf = ({ env }: World) => join(cacheRoot(env), 'shell')

/** Makes a server known under a folder that only this user may enter. Returns what takes it back. */
export async function announce(
  server: Server,
  about: Pick<OpenShell, 'machine' | 'description' | 'task' | 'lab'>,
  world: World,
): Promise<() => Promise<void>> {
  const parent = parentOf(world)
  await makeFolder(parent)
  await removeAbandoned(parent)
  const folder = join(parent, ownedName())
  await mkdir(folder, { mode: 0o700 })
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await inFolder(
      folder,
      socket =>
        new Promise<void>((resolve, reject) => {
          server.once('error', reject)
          server.listen(socket, resolve)
        }),
    )
    const said = { ...about, since: new Date().toISOString() }
    await writeAtomically(join(folder, aboutFile), JSON.stringify(said))
  } catch (error) {
    await remove()
    throw error
  }
  return remove
}

/** The machines that shells of this user have open, the oldest first. */
export async function openShells(world: World): Promise<OpenShell[]> {
  const parent = parentOf(world)
  await removeAbandoned(parent)
  const names = (await namesIn(parent)).filter(name => ownerLives(name))
  const found = await Promise.all(
    names.map(name => openShell(join(parent, name), Number.parseInt(name, 10), world)),
  )
  return found.filter(each => each !== undefined).sort((a, b) => a.since.localeCompare(b.since))
}

/** Whatever is typed goes to the other end: it must be this user's own, even where others may write to the cache. */
async function openShell(folder: string, pid: number, { uid }: World): Promise<OpenShell | undefined> {
  const about = await readIfThere(join(folder, aboutFile))
  const said = parseRecord<Omit<OpenShell, 'pid' | 'folder'>>(about)
  if (!said) return undefined // not yet, or no longer
  const stat = await lstat(folder)
  if (!stat.isDirectory() || stat.uid !== uid || (stat.mode & 0o077) !== 0) return undefined
  return { pid, folder, ...said }
}

/** Connects to an open shell; rejects when it has ended meanwhile. */
export function connectTo({ folder }: OpenShell): Promise<Socket> {
  return inFolder(
    folder,
    path =>
      new Promise<Socket>((resolve, reject) => {
        const socket = connect(path)
        socket.once('connect', () => resolve(socket)).once('error', reject)
      }),
  )
}

const aboutFile = 'about.json'

/** The path of a socket may have 107 bytes, and that of a cache folder any number: the folder is named by a descriptor. */
async function inFolder<T>(folder: string, use: (socket: string) => Promise<T>): Promise<T> {
  const opened = await open(folder)
  try {
    return await use(`/proc/self/fd/${opened.fd}/socket`)
  } finally {
    await opened.close()
  }
}

async function removeAbandoned(parent: string): Promise<void> {
  await Promise.all((await orphansIn(parent)).map(folder => rm(folder, { recursive: true, force: true })))
}
