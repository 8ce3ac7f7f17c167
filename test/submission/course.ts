import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lab } from '../../src/lab/lab.ts'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { courseFolder, labFiles } from '../lab-files.ts'

/** Every lab of the course. */
export const course: readonly Lab[] = courseOf('monday')

/** Every lab of the course, with values drawn from a seed. */
export function courseOf(seed: string): readonly Lab[] {
  return labFiles.map(name =>
    labOf(readFileSync(join(courseFolder, name), 'utf8'), name.replace(/\.yaml$/, ''), seed),
  )
}

/** A lab from its text. */
export function labOf(text: string, id = 'topic/x', seed = 'monday'): Lab {
  const read = parseLab(text, { file: `${id}.yaml`, id, seed }, nodeRuntime)
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return read.lab
}

/** The lab of the course with this id. */
export function courseLab(id: string): Lab {
  const lab = course.find(lab => lab.id === id)
  if (!lab) throw new Error(`there is no lab ${id}`)
  return lab
}
