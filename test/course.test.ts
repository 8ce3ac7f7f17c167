import t from 'tap'
import { findCourse } from '../src/command/find-course.ts'
import { findLabs } from '../src/command/find-labs.ts'
import { renderProblems } from '../src/lab/problem.ts'
import { courseFolder, labFiles } from './lab-files.ts'

const { files } = await findLabs(courseFolder, courseFolder)
const found = await findCourse(courseFolder, files, courseFolder)

t.test('the course lists every lab, and nothing else', async t => {
  t.equal(files.length, labFiles.length)
  t.equal(renderProblems([...(found?.problems ?? []), ...(found?.unlisted ?? [])]), '')
})
