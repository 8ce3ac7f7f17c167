import { cgroup } from './cgroup/facts.ts'
import { duration } from './duration/facts.ts'
import { exit } from './exit/facts.ts'
import { file } from './file/facts.ts'
import { host } from './host/facts.ts'
import { link } from './link/facts.ts'
import { mount } from './mount/facts.ts'
import { output } from './output/facts.ts'
import { process } from './process/facts.ts'
import type { SubjectFacts } from './subject-facts.ts'

const table = { cgroup, duration, exit, file, host, link, mount, output, process } satisfies Record<
  string,
  SubjectFacts
>

/** What can be a subject of a check. */
export type SubjectName = keyof typeof table

/** What can be said of each subject. */
export const subjects: Readonly<Record<SubjectName, SubjectFacts>> = table
