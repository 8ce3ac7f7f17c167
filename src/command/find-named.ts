import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileProblem } from '../lab/problem.ts'
import { suggest } from '../lab/suggest.ts'
import type { FoundLabs } from './find-labs.ts'
import { findLabs } from './find-labs.ts'
import type { LabPath } from './lab-path.ts'
import { labAt, labId, shown } from './lab-path.ts'
import { unreadable } from './read-lab-text.ts'

/** The labs that one name on the command line stands for. */
export async function findNamed(asked: string, course: readonly LabPath[], cwd: string): Promise<FoundLabs> {
  const name = asked.replace(/(?<=[^/.])\/$/, '')
  if (isPath(name)) return findAt(resolve(cwd, name), course, cwd)
  const files = inCourse(labId(name), course)
  const known = course.map(({ id }) => id)
  if (files.length === 1 || (files.every(({ id }) => id.startsWith(`${name}/`)) && files.length > 0))
    return { files, problems: [] }
  if (files.length > 1)
    return { files: [], problems: [fileProblem(name, 'ambiguous-lab', { known: files.map(({ id }) => id) })] }
  const found = await findAt(resolve(cwd, name), course, cwd)
  const isThere = !found.problems.some(({ code }) => code === 'no-such-file')
  return isThere
    ? found
    : { files: [], problems: [fileProblem(name, 'unknown-lab', { meant: meant(name, known), known })] }
}

/** Whether a name can only be that of a file or folder, and of no lab of a course. */
export const isPath = (name: string): boolean => /^\.{0,2}\/|^\.{1,2}$|\.ya?ml$/.test(name)

/** By id, by the end of an id, by topic: the first that fits. */
function inCourse(name: string, course: readonly LabPath[]): LabPath[] {
  const fits = [
    ({ id }: LabPath) => id === name,
    ({ id }: LabPath) => id.endsWith(`/${name}`),
    ({ id }: LabPath) => id.startsWith(`${name}/`),
  ]
  return fits.map(fit => course.filter(fit)).find(files => files.length > 0) ?? []
}

async function findAt(path: string, course: readonly LabPath[], cwd: string): Promise<FoundLabs> {
  try {
    const found = await stat(path)
    if (found.isDirectory() && !path.endsWith('.yaml')) {
      const inside = course.filter(file => file.path.startsWith(`${path}/`))
      return inside.length > 0 ? { files: inside, problems: [] } : await findLabs(path, cwd)
    }
    return { files: [course.find(file => file.path === path) ?? labAt(path, cwd)], problems: [] }
  } catch (error) {
    return { files: [], problems: [unreadable(error, shown(path, cwd))] }
  }
}

/** People leave the topic out: a name is near an id when it is near its end. */
function meant(name: string, known: readonly string[]): string | undefined {
  const ends = new Map(known.map(id => [id.slice(id.lastIndexOf('/') + 1), id]))
  return suggest(name, known) ?? ends.get(suggest(name, ends.keys()) ?? '')
}
