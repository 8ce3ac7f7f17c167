import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import type { RefusedFile } from './evidence-problem.ts'
import { readHandIn } from './hand-in-archive.ts'
import { shown } from './lab-path.ts'
import { systemReason } from './ordinary-file.ts'
import { NotRead } from './read-ordinary.ts'
import type { World } from './world.ts'

/** Something that was handed in. */
export interface HandedFile {
  /** Undefined for standard input. */
  readonly path?: string
  /** Its name in the archive that `path` is. */
  readonly member?: string
  /** What was read of it already. */
  readonly text?: string
  /** As messages name it. */
  readonly file: string
  /** The learner, unless the file names one: the path without its extension. */
  readonly learner: string
}

export interface FoundSubmissions {
  /** What was named. */
  readonly places: readonly string[]
  /** In the order in which they were named, and by name within a folder. */
  readonly files: readonly HandedFile[]
  /** What was named and cannot be read. */
  readonly refused: readonly RefusedFile[]
  /** How many files of the folders are no submissions. */
  readonly others: number
}

/** The files that were named, those in the folders that were named and below, and `-` for standard input. */
export async function findSubmissions(
  names: readonly string[],
  { cwd }: Pick<World, 'cwd'>,
): Promise<FoundSubmissions> {
  const found = await Promise.all(names.map(name => findNamed(name, cwd)))
  const base = commonFolder(found.flatMap(({ base }) => base ?? []))
  const paths = [...new Set(found.flatMap(({ paths }) => paths))]
  const handed: Handed[] = []
  // One at a time: an archive is unpacked in memory.
  for (const path of paths)
    handed.push(
      path === '-'
        ? { files: [{ file: 'standard input', learner: 'standard-input' }] }
        : await filesOf({ path, file: shown(path, cwd), learner: withoutEnding(relative(base, path)) }),
    )
  return {
    places: names,
    files: handed.flatMap(({ files }) => files ?? []),
    refused: [...found, ...handed].flatMap(({ refused }) => refused ?? []),
    others: found.reduce((sum, { others = 0 }) => sum + others, 0),
  }
}

/** A file is a submission, and an archive has several, all by one learner. */
async function filesOf(handed: HandedFile & { readonly path: string }): Promise<Handed> {
  const { path, file } = handed
  if (!isArchive(path)) return { files: [handed] }
  try {
    const attempts = await readHandIn(path)
    return { files: attempts.map(({ name }) => ({ ...handed, member: name, file: `${file}/${name}` })) }
  } catch (error) {
    if (!(error instanceof NotRead)) throw error
    return { refused: { file, why: error.message } }
  }
}

interface Handed {
  readonly files?: readonly HandedFile[]
  readonly refused?: RefusedFile
}

const isArchive = (name: string) => /\.(tar\.gz|tgz)$/.test(name)

interface Found {
  readonly paths: readonly string[]
  /** The folder that names of learners are relative to. */
  readonly base?: string
  readonly others?: number
  readonly refused?: RefusedFile
}

async function findNamed(name: string, cwd: string): Promise<Found> {
  if (name === '-') return { paths: ['-'] }
  const path = resolve(cwd, name)
  try {
    const found = await stat(path)
    if (found.isDirectory()) return { base: path, ...(await findBelow(path)) }
    // Whoever names a link means what it leads to.
    return { paths: [await realpath(path)], base: dirname(await realpath(path)) }
  } catch (error) {
    const why = systemReason(error)
    if (why === undefined) throw error
    return { paths: [], refused: { file: name, why } }
  }
}

/** Ordinary files only: a link could lead to what its author may not read. */
async function findBelow(folder: string): Promise<{ paths: string[]; others: number }> {
  const paths: string[] = []
  let others = 0
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'))
  for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      const below = await findBelow(path)
      for (const each of below.paths) paths.push(each)
      others += below.others
    } else if (entry.isFile() && isSubmission(entry.name)) paths.push(path)
    else others++
  }
  return { paths, others }
}

const { compare } = new Intl.Collator('en', { numeric: true })

const isSubmission = (name: string) =>
  isArchive(name) || (/\.(sh|json)$/.test(name) && !name.endsWith('.evidence.json'))

function withoutEnding(path: string): string {
  return join(dirname(path), basename(path, extname(path)).replace(/\.(attempt|tar)$/, ''))
}

/** The nearest folder that all are in. */
function commonFolder(folders: readonly string[]): string {
  const [first = '/', ...others] = folders
  if (others.every(folder => `${folder}/`.startsWith(first === '/' ? first : `${first}/`))) return first
  return commonFolder([dirname(first), ...others])
}
