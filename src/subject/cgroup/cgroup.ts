import type { SubjectDefinition } from '../definition.ts'
import { writesFile } from '../outside-effect.ts'
import { cgroupPathForm } from '../value-form.ts'
import { controllers, facts, presence } from './facts.ts'

interface CgroupPath {
  /** Below `${cgroup}`. */
  readonly path: string
}

/** A cgroup: `{cgroup}` is its directory. Its facts are its files, by their names. */
export const cgroup: SubjectDefinition<CgroupPath, string> = {
  form: {
    means: 'A cgroup below `${cgroup}`. Its facts are its files, by their names.',
    examples: ['cgroup: mygroup', 'memory.max: 64MiB', 'memory.events: {oom_kill: 1}'],
    noun: 'a cgroup',
    value: cgroupPathForm,
  },
  make: path => ({ path }),
  key: ({ path }) => `cgroup ${path}`,
  binding: ({ path }) => ({ cgroup: path }),
  outsideEffects: ({ path }) => [
    {
      namespace: 'cgroup',
      command: writesFile,
      names: [`/${path}`],
      isCovered: before => /\bmount\b.*\bcgroup2\b/.test(before),
    },
  ],
  controllers,
  presence,
  facts,
}
