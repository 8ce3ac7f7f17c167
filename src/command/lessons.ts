import type { LabProblem } from '../lab/problem.ts'
import { findAsked } from './find-asked.ts'
import { isPath } from './find-named.ts'
import type { LabPath } from './lab-path.ts'
import type { ProgressStore } from './progress-store.ts'
import type { World } from './world.ts'

/** The labs that a learner goes through, found but not read yet: a prompt does not wait for labs that come later. */
export interface Lessons {
  /** In the order of the course. */
  readonly files: readonly LabPath[]
  /** The lab to begin with; undefined if nobody named one and all are done. */
  readonly first: string | undefined
}

/** Finds the labs that a name stands for, or the whole course. */
export async function findLessons(
  name: string | undefined,
  { of }: Pick<ProgressStore, 'of'>,
  world: World,
): Promise<Lessons | { readonly problems: readonly LabProblem[] }> {
  const course = await findAsked([], world)
  const named = name === undefined ? course : await findAsked([name], world)
  const problems = [...course.problems, ...named.problems]
  if (problems.length > 0) return { problems }
  // The labs of the course follow. A lab that was named by its ID takes the place of the one with this ID, if it is another file.
  const key = name !== undefined && isPath(name) ? 'path' : 'id'
  const isOfCourse = named.files.every(file => course.files.some(each => each[key] === file[key]))
  const inCourse = course.files.map(file => named.files.find(({ id }) => id === file.id) ?? file)
  const unfinished = named.files.find(({ id }) => of(id)?.doneAt === undefined)
  const only = name === undefined ? undefined : named.files[0]
  return { files: isOfCourse ? inCourse : named.files, first: (unfinished ?? only)?.id }
}
