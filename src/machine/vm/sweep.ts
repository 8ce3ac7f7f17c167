import { readdir, readFile, rm } from 'node:fs/promises'
import { kill } from 'node:process'
import { orphansIn, processNow } from '../../cache/owner.ts'
import type { VmPaths } from './paths.ts'

/** Leftovers of killed runners that the sweep has removed. */
export interface Swept {
  /** Folders of virtual machines, and of images and templates that were being made. */
  readonly folders: readonly string[]
  /** Process IDs of the QEMUs that still ran in them. */
  readonly processes: readonly number[]
}

/**
 * Removes what belongs to dead runners. The command line of a QEMU names files in its folder; nothing else tells whose it is,
 * so no record has to be written after its start.
 */
export async function sweep(paths: VmPaths): Promise<Swept> {
  const folders = (await Promise.all([paths.run, paths.template, paths.image].map(orphansIn))).flat()
  if (folders.length === 0) return { folders, processes: [] }
  const processes = await qemusIn(folders)
  for (const { id, start } of processes) if (processNow(id)?.start === start) kill(id, 'SIGKILL')
  await Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true })))
  return { folders, processes: processes.map(({ id }) => id) }
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
