import type { YAMLMap } from 'yaml'
import { LabFile } from '../document/lab-file.ts'
import { readDocument } from '../document/read-document.ts'
import { complainOfNumbers } from '../document/survey.ts'
import type { LabProblem } from '../problem.ts'
import { readFields } from '../shape/read-fields.ts'
import type { Course } from './course.ts'
import { readClaims } from './read-claims.ts'
import { readTopics } from './read-topics.ts'
import { courseShape } from './shape.ts'

/** Where a course comes from, and the IDs of the labs in its folder. */
export interface CourseSource {
  readonly file: string
  readonly labs: readonly string[]
}

export interface ReadCourse {
  /** Undefined when the file is no course at all; incomplete when it has problems. */
  readonly course: Course | undefined
  readonly problems: readonly LabProblem[]
  /** Labs of the folder that the course leaves out: no reason not to run the others. */
  readonly unlisted: readonly LabProblem[]
}

/** A course from its text, and everything that is wrong with it. */
export function parseCourse(text: string, source: CourseSource): ReadCourse {
  const plain = text.replace(/^\ufeff/, '')
  const { course, file } = readOnce(plain, source)
  const all = file.problems(other => readOnce(other, source).file.problems())
  const [unlisted, problems] = [true, false].map(is =>
    all.filter(({ code }) => (code === 'unlisted-labs') === is),
  ) as [LabProblem[], LabProblem[]]
  return { course, problems, unlisted }
}

function readOnce(text: string, { file: name, labs }: CourseSource) {
  const file = new LabFile(name, text)
  const root = readDocument(file, 'course')
  const course = root && readCourse(file, root, labs)
  if (root) complainOfNumbers(root, file)
  return { file, course }
}

function readCourse(file: LabFile, root: YAMLMap, labs: readonly string[]): Course {
  const fields = readFields(file, root, { of: 'a course', shape: courseShape.shape })
  const { title = '', about = '' } = fields?.values ?? {}
  return {
    title,
    about: about.trim(),
    topics: readTopics(file, fields?.entries.get('topics'), labs),
    claims: readClaims(file, fields?.entries.get('claims'), fields?.entries.get('beyond')),
  }
}
