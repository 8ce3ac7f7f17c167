import { basename, join } from 'node:path'
import { stateRoot } from '../cache/state-root.ts'
import type { LabProgress } from '../learn/progress.ts'
import { readProgress } from '../learn/read-progress.ts'
import { printable, printableJson } from '../printable.ts'
import { readSubmission } from '../submission/read-submission.ts'
import type { Submission } from '../submission/submission.ts'
import { NotRead } from './read-ordinary.ts'
import { readStateFile, type SaveState, stateFileName, stateFilesIn, stateWriter } from './state-file.ts'
import type { World } from './world.ts'

/** A learner's progress and latest attempts, kept in the state folder: a file for each lab. */
export interface ProgressStore {
  of(lab: string): LabProgress | undefined
  all(): readonly LabProgress[]
  /** Resolves once it is on disk, or to the reason why it is not: a lab goes on without. */
  save(progress: LabProgress): Promise<string | undefined>
  /** The latest attempt; undefined if there is none, or if it cannot be read, which is told. */
  attempt(lab: string): Promise<Submission | undefined>
  /** As `save`, for the text of an attempt file. */
  saveAttempt(lab: string, file: string): Promise<string | undefined>
}

type Place = Pick<World, 'env' | 'stderr'>

/** Reads all progress. A file that cannot be used is told, counts as nothing, and is kept under another name when it is replaced. */
export async function openProgress(world: Place): Promise<ProgressStore> {
  const root = stateRoot(world.env)
  const tell = tellOnce(world)
  const read = root === undefined ? [] : await readFolder(progressFolder(root), readProgress, tell)
  const known = new Map(read.map(({ kept }) => [kept.lab, kept]))
  const save = root === undefined ? noPlace : stateWriter(progressFolder(root), holds(readProgress))
  const saveAttempt = root === undefined ? noPlace : stateWriter(attemptFolder(root), holds(attemptOf))
  return {
    of: lab => known.get(lab),
    all: () => [...known.values()],
    save: progress => {
      known.set(progress.lab, progress)
      return save(stateFileName(progress.lab), `${printableJson(progress, 2)}\n`)
    },
    attempt: async lab => {
      const paths = root === undefined ? [] : await filesIn(attemptFolder(root), tell)
      const path = paths.find(path => basename(path) === stateFileName(lab))
      return path === undefined ? undefined : (await readFile(path, attemptOf, tell))?.kept
    },
    saveAttempt: (lab, text) => saveAttempt(stateFileName(lab), text),
  }
}

/** A file with somebody's latest attempt at a lab. */
export interface SavedAttempt {
  readonly lab: string
  /** Of the lab as it was then. */
  readonly digest: string | undefined
  readonly text: string
}

/** The latest attempts at all labs at which something was typed, in the order of their names; what cannot be read is told. */
export async function savedAttempts(world: Place): Promise<SavedAttempt[]> {
  const root = stateRoot(world.env)
  const read = root === undefined ? [] : await readFolder(attemptFolder(root), attemptOf, tellOnce(world))
  const isBegun = ({ kept }: Kept<Submission>) => kept.steps.some(({ lines }) => lines.length > 0)
  return read.filter(isBegun).map(({ text, kept: { lab = '', digest } }) => ({ lab, digest, text }))
}

const progressFolder = (root: string) => join(root, 'progress')
const attemptFolder = (root: string) => join(root, 'attempt')

const noPlace: SaveState = async () =>
  'there is no folder to save it in: neither XDG_STATE_HOME nor HOME is an absolute path'

/** What a file keeps, or why it cannot be used, which completes "the file …". */
type Read<T> = (text: string) => T | string

const attemptOf: Read<Submission> = text => {
  const read = readSubmission(text, '')
  if ('submission' in read) return read.submission.startedAt === undefined ? 'is damaged' : read.submission
  const isOther = read.problems.some(({ code }) => code === 'other-version')
  return isOther ? 'was written by another version of unboxed' : 'is damaged'
}

/** Whether a file can be read, and is named for its lab. */
const holds =
  (read: Read<OfLab>) =>
  (text: string, path: string): boolean => {
    const kept = read(text)
    return typeof kept !== 'string' && isNamedFor(kept, path)
  }

const isNamedFor = ({ lab = '' }: OfLab, path: string) => stateFileName(lab) === basename(path)

interface OfLab {
  readonly lab?: string
}

interface Kept<T> {
  readonly text: string
  readonly kept: T
}

async function readFolder<T extends OfLab>(folder: string, read: Read<T>, tell: Tell): Promise<Kept<T>[]> {
  const found: Kept<T>[] = []
  for (const path of await filesIn(folder, tell)) {
    const kept = await readFile(path, read, tell)
    if (kept) found.push(kept)
  }
  return found
}

/** What a file keeps of the lab that it is named for. */
async function readFile<T extends OfLab>(
  path: string,
  read: Read<T>,
  tell: Tell,
): Promise<Kept<T> | undefined> {
  const text = await readStateFile(path).catch(notRead)
  if (text instanceof NotRead) return tell(`${path} cannot be read: ${text.message}`)
  const kept = read(text)
  if (typeof kept === 'string') return tell(`${path} ${kept}`)
  if (!isNamedFor(kept, path)) return tell(`${path} is not named for its lab`)
  return { text, kept }
}

async function filesIn(folder: string, tell: Tell): Promise<string[]> {
  const files = await stateFilesIn(folder).catch(notRead)
  if (!(files instanceof NotRead)) return files
  tell(`${folder} cannot be read: ${files.message}`)
  return []
}

function notRead(error: unknown): NotRead {
  if (error instanceof NotRead) return error
  throw error
}

type Tell = (why: string) => undefined

/** Says that a file is not used, and says it once however often the file is read. */
function tellOnce({ stderr }: Place): Tell {
  const told = new Set<string>()
  return why => {
    if (told.has(why)) return
    told.add(why)
    stderr.write(printable(`unboxed: ${why}; what it holds is not lost, and not used\n`))
  }
}
