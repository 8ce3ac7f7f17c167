import { printableJson } from '../printable.ts'
import { isObject } from '../protocol/shape.ts'
import { mostBytes } from '../submission/bound.ts'
import { type ArchiveBounds, type Member, packArchive, unpackArchive } from './archive.ts'
import { decodeText, NotRead, readOrdinaryBytes } from './read-ordinary.ts'
import { stateFileName } from './state-file.ts'

/** What `unboxed hand-in` says of an archive, in its `manifest.json`. It decides nothing: a grader performs the attempts again. */
export interface Manifest {
  readonly learner?: string
  readonly attempts: readonly ManifestAttempt[]
}

export interface ManifestAttempt {
  readonly lab: string
  /** The name of its attempt file in the archive. */
  readonly file: string
  /** Of the lab as it was attempted. */
  readonly digest?: string
  /** As they were judged on the learner's computer; absent where that was not possible. */
  readonly points?: { readonly earned: number; readonly possible: number; readonly undecided: number }
}

/** An attempt file, and the name that it has in the archive. */
export interface ArchivedAttempt {
  readonly name: string
  readonly text: string
}

/** The version of the archive; docs/attempt-files.md describes it. */
const handInVersion = 1

const manifestName = 'manifest.json'

/** The name of an attempt in the archive: `namespace.pid.attempt.json`, unless a tar header cannot hold it. */
export function archivedName(lab: string, index: number): string {
  const name = stateFileName(lab).replace(/\.json$/, '.attempt.json')
  return /^[!-~]{1,100}$/.test(name) ? name : `${index + 1}.attempt.json`
}

export function packHandIn(manifest: Manifest, attempts: readonly ArchivedAttempt[]): Promise<Uint8Array> {
  const text = `${printableJson({ unboxed: { 'hand-in': handInVersion }, ...manifest }, 2)}\n`
  const members = [{ name: manifestName, text }, ...attempts]
  return packArchive(members.map(({ name, text }) => ({ name, content: encoder.encode(text) })))
}

const encoder = new TextEncoder()

/** The attempt files of an archive, in its order. Throws `NotRead`. */
export async function readHandIn(path: string): Promise<ArchivedAttempt[]> {
  const members = await unpackArchive(await readOrdinaryBytes(path, bounds.bytes), bounds)
  mustBeHandIn(members.find(({ name }) => name === manifestName))
  const attempts = members.filter(({ name }) => name !== manifestName)
  return attempts.map(({ name, content }) => ({ name, text: decodeText(content) }))
}

/** A course has fewer labs, and an attempt file is seldom larger than some kilobytes. */
const bounds: ArchiveBounds = { bytes: 16 * 2 ** 20, members: 201, member: mostBytes }

function mustBeHandIn(manifest: Member | undefined): void {
  const value = manifest && parse(decodeText(manifest.content))
  const version = isObject(value) && isObject(value.unboxed) ? value.unboxed['hand-in'] : undefined
  if (version === handInVersion) return
  throw new NotRead(
    typeof version === 'number' && version > handInVersion
      ? 'a newer unboxed has written it; update unboxed'
      : 'it is not an archive of `unboxed hand-in`',
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
