import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, join, relative, resolve, sep } from 'node:path'
import type { Lab } from '../lab/lab.ts'
import { parseLab } from '../lab/parse-lab.ts'
import type { LabProblem } from '../lab/problem.ts'
import { fileProblem } from '../lab/problem.ts'
import { suggest } from '../lab/suggest.ts'
import { isProblem, readLabText } from './read-lab-text.ts'

/** What was asked for: labs in the order of the course, and everything that is wrong with any of them. */
export interface LoadedLabs {
  readonly labs: readonly Lab[]
  readonly problems: readonly LabProblem[]
}

/** Where to look, and for what. */
export interface LabRequest {
  /** The folder of the course. */
  readonly root: string
  /** Ids (`namespace/pid`), ends of ids (`pid`), files or folders; none means the whole course. */
  readonly names: readonly string[]
  readonly seed: string
  /** What names of files are relative to, and messages too. */
  readonly cwd: string
}

/** Finds and reads labs. All problems of all files are told at once. */
export async function loadLabs(request: LabRequest): Promise<LoadedLabs> {
  const course = await findLabs(request.root, request.root)
  const wanted = await Promise.all(namesOf(request).map(name => findNamed(name, course, request)))
  const found = wanted.flatMap(({ files }) => files)
  const files = [...new Map(found.map(file => [file.path, file])).values()].sort(byCourse)
  const problems = [...wanted.flatMap(({ problems }) => problems), ...duplicates(files, request)]
  const results = await Promise.all(files.map(file => loadLab(file, request)))
  return {
    labs: results.flatMap(result => ('lab' in result ? [result.lab] : [])),
    problems: [...problems, ...results.flatMap(result => ('problems' in result ? result.problems : []))],
  }
}
