import { existsSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { type Course, topicOf } from '../lab/course/course.ts'
import type { ReadCourse } from '../lab/course/parse-course.ts'
import type { LabPath } from './lab-path.ts'
import { shown } from './lab-path.ts'
import { readLabText } from './read-lab-text.ts'

/** The file that describes a course, in its folder. */
export const courseName = 'course.yaml'

/** What a folder says of its labs as a course; undefined where it says nothing. */
export async function findCourse(
  folder: string,
  labs: readonly Pick<LabPath, 'id'>[],
  cwd: string,
): Promise<ReadCourse | undefined> {
  const path = join(folder, courseName)
  if (!existsSync(path)) return undefined
  const file = shown(path, cwd)
  const text = readLabText(path, file)
  if (typeof text !== 'string') return { course: undefined, problems: [text], unlisted: [] }
  // Loaded only here: most folders have no such file.
  const { parseCourse } = await import('../lab/course/parse-course.ts')
  return parseCourse(text, { file, labs: labs.map(({ id }) => id) })
}

/** Labs with the order that a course gives them: what it does not list comes after what it lists, by its own digits. */
export function ordered(labs: readonly LabPath[], folder: string, course: Course | undefined): LabPath[] {
  if (!course) return [...labs]
  const place = (of: readonly string[], id: string) => (of.includes(id) ? of.indexOf(id) : of.length)
  const topics = course.topics.map(({ id }) => id)
  const listed = course.topics.flatMap(({ labs }) => labs)
  return labs.map(lab => {
    const topic = topicOf(lab.id)
    const way = relative(folder, lab.path)
    const first = topic === '' ? topics.length + 1 : place(topics, topic)
    const names = [`${first}-${dirname(way)}`, `${place(listed, lab.id)}-${basename(way)}`]
    return { ...lab, order: join(folder, ...names) }
  })
}
