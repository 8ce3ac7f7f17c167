import { realpath, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { type AgentClient, CallFailed } from '../protocol/client.ts'
import { systemReason } from './ordinary-file.ts'
import { putUsage } from './problem.ts'
import { NotRead, readOrdinaryBytes } from './read-ordinary.ts'
import type { World } from './world.ts'

/** A file of this computer, and where it goes in the machine. */
export interface PutFile {
  /** As it was named. */
  readonly file: string
  readonly path: string
  /** Permissions. */
  readonly mode: number
  readonly bytes: Buffer
}

/** The most bytes of a file: it lies in the memory of the machine. */
const mostBytes = 64 * 2 ** 20

/** Reads the files that `--put FILE[:PATH]` names; without a path they go to the home directory of root. */
export const readPutFiles = (given: readonly string[], { cwd }: Pick<World, 'cwd'>): Promise<PutFile[]> =>
  Promise.all(
    given.map(async text => {
      const [, file = text, place = '/root/'] = /^(.+):(\/.*)$/s.exec(text) ?? []
      try {
        const real = await realpath(resolve(cwd, file))
        const { mode } = await stat(real)
        const bytes = await readOrdinaryBytes(real, mostBytes)
        const path = place.endsWith('/') ? place + basename(file) : place
        return { file, path, mode: mode & 0o777, bytes }
      } catch (error) {
        const why = error instanceof NotRead ? error.message : systemReason(error)
        throw why === undefined ? error : putUsage('not-readable', { file, why }, error)
      }
    }),
  )

/** Bytes in one call: as base64 they fit in a line of the channel. */
const mostAtOnce = 6 * 2 ** 20

/** Copies a file into the machine, with its permissions. */
export async function putFile(client: AgentClient, { file, path, mode, bytes }: PutFile): Promise<void> {
  try {
    const part = (from: number) => bytes.subarray(from, from + mostAtOnce).toString('base64')
    await client.call('put', { path, text: part(0), encoding: 'base64', mode })
    for (let from = mostAtOnce; from < bytes.length; from += mostAtOnce)
      await client.call('append', { path, text: part(from), encoding: 'base64' })
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    const { errno = '', message } = error.error
    throw putUsage('not-put', { file, path, why: reasons[errno] ?? message }, error)
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist there',
  ENOTDIR: 'a part of the path is not a folder there',
  EISDIR: 'there is a folder with this name',
  ENOSPC: 'the machine has no space left',
}
