import { basename } from 'node:path'
import type { Lab } from '../lab/lab.ts'
import { parseLab } from '../lab/parse-lab.ts'
import type { LabProblem } from '../lab/problem.ts'
import { suggest } from '../lab/suggest.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { findKnown } from './find-labs.ts'
import { findNamed } from './find-named.ts'
import type { LabPath } from './lab-path.ts'
import { readLabText } from './read-lab-text.ts'
import { NotRead } from './read-ordinary.ts'
import { submissionProblem } from './submission-problem.ts'
import type { World } from './world.ts'

export interface LabChoice {
  /** The lab of scripts that name none. */
  readonly lab?: string
  /** `course`, or the file that every submission is judged by. */
  readonly labFrom: string
}

/** The lab that a submission is of, with the values of a seed. */
export interface LabSource {
  /** Throws `NotRead` where the submission names no lab that it can be judged by. */
  draw(named: string | undefined, seed: string): Lab
}

/**
 * Finds the labs that submissions are judged by; the problems of those that the command line names. What a submission names is
 * looked up as the ID of a known lab, never as a path: it may come from a stranger.
 */
export async function openLabSource(
  { lab, labFrom }: LabChoice,
  { root, cwd }: Pick<World, 'root' | 'cwd'>,
): Promise<LabSource | { readonly problems: readonly LabProblem[] }> {
  const known = await findKnown({ root, cwd })
  const [standard, only] = await Promise.all([
    lab === undefined ? undefined : onlyLab('--lab', lab, known, cwd),
    labFrom === 'course' ? undefined : onlyLab('--lab-from', labFrom, known, cwd),
  ])
  const problems = [standard, only].flatMap(found => (found && 'problems' in found ? found.problems : []))
  if (problems.length > 0) return { problems }
  const files = { standard: standard as LabPath | undefined, only: only as LabPath | undefined, known }
  const textOf = remembered()
  const wrong = [files.standard, files.only].flatMap(file => (file ? mistakesIn(file, textOf(file)) : []))
  if (wrong.length > 0) return { problems: wrong }
  return {
    draw: (named, seed) => {
      const path = choose(named, files)
      const text = textOf(path)
      const read = typeof text === 'string' ? parseLab(text, { ...path, seed }, nodeRuntime) : undefined
      if (read && 'lab' in read) return read.lab
      throw new NotRead(`its lab has mistakes; for a list: unboxed validate ${path.file}`)
    },
  }
}

async function onlyLab(flag: string, name: string, known: readonly LabPath[], cwd: string) {
  const { files, problems } = await findNamed(name, known, cwd)
  const [only] = files
  if (problems.length > 0 || !only) return { problems }
  if (files.length === 1) return only
  throw submissionProblem('several-labs', { flag, name, ids: files.map(({ id }) => id) })
}

interface Files {
  readonly standard: LabPath | undefined
  readonly only: LabPath | undefined
  readonly known: readonly LabPath[]
}

function choose(named: string | undefined, { standard, only, known }: Files): LabPath {
  if (only) return { ...only, id: idOf(named, only) }
  if (named === undefined) {
    if (standard) return standard
    throw new NotRead('it names no lab, and there is no --lab')
  }
  const found = known.find(({ id }) => id === named) ?? (standard?.id === named ? standard : undefined)
  if (found) return found
  const meant = suggest(
    named,
    known.map(({ id }) => id),
  )
  throw new NotRead(`there is no lab ${named}${meant === undefined ? '' : `; the nearest is ${meant}`}`)
}

/** A file outside of the course has its name for an ID, which is the end of the lab's. */
function idOf(named: string | undefined, { id, file }: LabPath): string {
  if (named === undefined || named === id || named.endsWith(`/${id}`)) return named ?? id
  throw new NotRead(
    `it was made at the lab ${named}, but --lab-from ${file} is the lab ${id}; a file of ${named} is called ${basename(named)}.yaml`,
  )
}

/** Each file is read once, so that all are judged by the same text. */
function remembered(): (lab: LabPath) => string | LabProblem {
  const texts = new Map<string, string | LabProblem>()
  return ({ path, file }) => {
    const text = texts.get(path) ?? readLabText(path, file)
    texts.set(path, text)
    return text
  }
}

function mistakesIn(lab: LabPath, text: string | LabProblem): readonly LabProblem[] {
  if (typeof text !== 'string') return [text]
  const read = parseLab(text, { ...lab, seed: 'replay' }, nodeRuntime)
  return 'lab' in read ? [] : read.problems
}
