import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { kill } from 'node:process'
import { ownerLives, processNow } from '../../cache/owner.ts'
import type { VmPaths } from './paths.ts'

/** What dead runners had left behind, now gone. */
export interface Swept {
  /** Folders of virtual machines, and of images and templates that were being made. */
  readonly folders: readonly string[]
  /** Process ids of the QEMUs that still ran in them. */
  readonly processes: readonly number[]
}

/**
 * Removes what belongs to a runner that no longer lives. A QEMU is known by its command line, which names a file in its
 * folder: nothing else does, so nothing has to be written down after it has started.
 */
export async function sweep(paths: VmPaths): Promise<Swept> {
  const folders = (await Promise.all([paths.run, paths.template, paths.image].map(orphans))).flat()
  if (folders.length === 0) return { folders, processes: [] }
  const processes = await qemusIn(folders)
  for (const { id, start } of processes) if (processNow(id)?.start === start) kill(id, 'SIGKILL')
  await Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true })))
  return { folders, processes: processes.map(({ id }) => id) }
}

async function orphans(parent: string): Promise<string[]> {
  const names = await readdir(parent).catch(noneIfMissing)
  return names.filter(name => ownerLives(name) === false).map(name => join(parent, name))
}

async function qemusIn(folders: readonly string[]): Promise<{ id: number; start: number }[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number)
  const found = await Promise.all(
    pids.map(async pid => {
      const now = processNow(pid)
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '') // ended meanwhile
      return now && isQemuIn(line, folders) ? now : undefined
    }),
  )
  return found.filter(each => each !== undefined)
}

function isQemuIn(commandLine: string, folders: readonly string[]): boolean {
  return (
    /(^|[/\0])qemu-system-/.test(commandLine) && folders.some(folder => commandLine.includes(`${folder}/`))
  )
}

function noneIfMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error
}
