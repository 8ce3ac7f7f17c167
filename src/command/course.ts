import { basename, dirname, resolve } from 'node:path'
import { type LabHead, labHead } from '../attempt/event.ts'
import { topicOf } from '../lab/course/course.ts'
import type { Lab } from '../lab/lab.ts'
import { doneSteps } from '../learn/advance.ts'
import type { LabProgress } from '../learn/progress.ts'
import type { CourseLab, CourseTopic } from '../report/course.ts'
import { findCourse } from './find-course.ts'
import type { World } from './world.ts'

/** A topic, by the ID that its labs begin with; empty for labs that are in none. */
export interface Topic extends CourseTopic {
  readonly id: string
  readonly labs: readonly (LabHead & CourseLab)[]
}

export interface Learner {
  readonly progressOf: (lab: string) => LabProgress | undefined
  /** The lab to go on with. */
  readonly next: Lab | undefined
}

/** Labs with what a learner has done of them, by topic: labs of one folder are one topic. */
export async function topicsOf(
  labs: readonly Lab[],
  learner: Learner,
  { cwd }: Pick<World, 'cwd'>,
): Promise<Topic[]> {
  const folders = new Map<string, Lab[]>()
  for (const lab of labs) {
    const folder = dirname(resolve(cwd, lab.file))
    folders.set(folder, [...(folders.get(folder) ?? []), lab])
  }
  return Promise.all(
    [...folders].map(async ([folder, labs]) => {
      const id = topicOf(labs[0]?.id ?? '')
      const title = id === '' ? undefined : await titleOf(id, folder, cwd)
      return { id, title, labs: labs.map(lab => entryOf(lab, learner)) }
    }),
  )
}

/** The title that the course gives a topic, or else its name. */
async function titleOf(id: string, folder: string, cwd: string): Promise<string> {
  const found = await findCourse(resolve(folder, ...id.split('/').map(() => '..')), [], cwd)
  return found?.course?.topics.find(topic => topic.id === id)?.title || basename(id)
}

function entryOf(lab: Lab, { progressOf, next }: Learner): Topic['labs'][number] {
  const { level, minutes, steps } = lab
  const progress = progressOf(lab.id)
  return {
    ...labHead(lab),
    ...(level === undefined ? {} : { level }),
    ...(minutes === undefined ? {} : { minutes }),
    steps: steps.length,
    stepsDone: doneSteps(progress, lab),
    next: lab === next,
  }
}
