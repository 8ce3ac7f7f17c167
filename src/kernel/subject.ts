import { cgroup } from './subject/cgroup.ts'
import { duration } from './subject/duration.ts'
import { exit } from './subject/exit.ts'
import { file } from './subject/file.ts'
import { host } from './subject/host.ts'
import { link } from './subject/link.ts'
import { mount } from './subject/mount.ts'
import { output } from './subject/output.ts'
import { process } from './subject/process.ts'
import type { SubjectFacts } from './subject-facts.ts'

const table = { cgroup, duration, exit, file, host, link, mount, output, process } satisfies Record<
  string,
  SubjectFacts
>

/** What can be a subject of a check. */
export type SubjectName = keyof typeof table

/** What can be said of each subject. */
export const subjects: Readonly<Record<SubjectName, SubjectFacts>> = table
