import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileTrouble, isSystemError } from '../cache/file-trouble.ts'
import { makeFolder } from '../cache/make-folder.ts'
import { namesIn } from '../cache/read.ts'
import { writeAtomically } from '../cache/write.ts'
import { escaped } from '../evidence/attempt-id.ts'
import { mostBytes } from '../submission/bound.ts'
import { systemReason } from './ordinary-file.ts'
import { NotRead, readOrdinary } from './read-ordinary.ts'

/** The name of the file that keeps something of a lab: `namespace.pid.json`. Different labs never share one. */
export const stateFileName = (lab: string): string => `${lab.split('/').map(escaped).join('.')}.json`

/** The files that a folder keeps, each by its path; none where there is no folder. Throws `NotRead`. */
export async function stateFilesIn(folder: string): Promise<string[]> {
  const names = await namesIn(folder).catch(error => {
    throw notRead(error)
  })
  return names
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => join(folder, name))
}

/** The text of a file that is kept. Throws `NotRead`. */
export const readStateFile = (path: string): Promise<string> => readOrdinary(path, mostBytes)

/** Writes a file of a folder, by its name. Resolves once it is on disk, or to the reason why it is not. */
export type SaveState = (name: string, content: string) => Promise<string | undefined>

/** Whether a file holds what it is named for. */
type IsReadable = (text: string, path: string) => boolean

/**
 * Writes the files of a folder one after the other, so that of two contents of a file the later one stays. What is there already and
 * `isReadable` rejects is kept under another name: a newer version may have written it.
 */
export function stateWriter(folder: string, isReadable: IsReadable): SaveState {
  const replaceable = new Set<string>()
  let last: Promise<unknown> = Promise.resolve()
  const write = async (path: string, content: string): Promise<string | undefined> => {
    try {
      await makeFolder(folder, 0o700)
      if (!replaceable.has(path)) await keepAside(path, isReadable)
      replaceable.add(path)
      await writeAtomically(path, content, { mode: 0o600, durable: true })
      return undefined
    } catch (error) {
      if (!isSystemError(error)) throw error
      return `${path} cannot be written: ${fileTrouble(error).why}`
    }
  }
  return (name, content) => {
    const written = last.then(() => write(join(folder, name), content))
    last = written.catch(() => undefined) // its caller is told
    return written
  }
}

async function keepAside(path: string, isReadable: IsReadable): Promise<void> {
  const text = await readStateFile(path).catch(unlessNotRead)
  if (text !== undefined && isReadable(text, path)) return
  await rename(path, `${path}.${new Date().toISOString().replaceAll(':', '-')}.kept`).catch(unlessGone)
}

function unlessNotRead(error: unknown): undefined {
  if (!(error instanceof NotRead)) throw error
}

function unlessGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

function notRead(error: unknown): unknown {
  const reason = systemReason(error)
  return reason === undefined ? error : new NotRead(reason)
}
