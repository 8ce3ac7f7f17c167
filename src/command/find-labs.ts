import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { LabProblem } from '../lab/problem.ts'
import { fileProblem } from '../lab/problem.ts'
import { courseName, findCourse, ordered } from './find-course.ts'
import { byCourse, type LabPath, labId, shown } from './lab-path.ts'
import { unreadable } from './read-lab-text.ts'

/** Lab files, and files that look like labs but are not. */
export interface FoundLabs {
  readonly files: readonly LabPath[]
  readonly problems: readonly LabProblem[]
}

/** All labs in a folder and those below it, in the order of the course. */
export async function findLabs(folder: string, cwd: string): Promise<FoundLabs> {
  const files: LabPath[] = []
  const problems: LabProblem[] = []
  const look = async (below: string, depth: number): Promise<void> => {
    const entries = await readdir(below, { withFileTypes: true })
    for (const { name, ...entry } of entries.map(entry => ({
      name: entry.name,
      isFolder: entry.isDirectory(),
    }))) {
      const path = join(below, name)
      if (name.startsWith('.')) continue
      if (name === courseName) continue
      if (name.endsWith('.yaml'))
        files.push({ id: labId(relative(folder, path)), path, file: shown(path, cwd), order: path })
      else if (name.endsWith('.yml')) problems.push(fileProblem(shown(path, cwd), 'wrong-ending', {}))
      else if (entry.isFolder && depth < deepest) await look(path, depth + 1)
    }
  }
  try {
    await look(folder, 0)
  } catch (error) {
    problems.push(unreadable(error, shown(folder, cwd)))
  }
  if (files.length + problems.length === 0) problems.push(fileProblem(shown(folder, cwd), 'no-labs', {}))
  const found = await findCourse(folder, files, cwd)
  return {
    files: ordered(files, folder, found?.course).sort(byCourse),
    problems: [...problems, ...(found?.problems ?? [])],
  }
}

/**
 * The labs that a name can stand for: those in `labs` of the folder one stands in, where `unboxed new` writes them, and those of the
 * course. The former have precedence.
 */
export async function findKnown({ root, cwd }: { root: string; cwd: string }): Promise<readonly LabPath[]> {
  const folders = [...new Set([cwd, root].map(folder => join(folder, 'labs')))]
  const found = await Promise.all(folders.map(folder => findLabs(folder, cwd)))
  const files = found.flatMap(({ files }) => files)
  return files.filter((file, index) => files.findIndex(({ id }) => id === file.id) === index)
}

/** Folders of a course are a few levels deep; deeper ones were named by mistake. */
const deepest = 8
