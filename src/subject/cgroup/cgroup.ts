import { rootPath } from '../binding-plan.ts'
import type { SubjectDefinition } from '../definition.ts'
import { writesFile } from '../outside-effect.ts'
import { cgroupPathForm } from '../value-form.ts'
import { controllers, facts, presence } from './facts.ts'

interface CgroupPath {
  /** `/` for the root of all cgroups; any other is below `${cgroup}`. */
  readonly path: string
}

/** A cgroup: `{cgroup}` is its directory. Its facts are its files, by their names. */
export const cgroup: SubjectDefinition<CgroupPath, string> = {
  form: {
    means:
      'A cgroup below `${cgroup}`, or `/`, the root of all cgroups. Its facts are its files, by their names.',
    examples: ['cgroup: mygroup', 'memory.max: 64MiB', 'memory.events: {oom_kill: 1}'],
    noun: 'a cgroup',
    value: {
      pattern: new RegExp(`^/$|${cgroupPathForm.pattern.source}`),
      expected: `${cgroupPathForm.expected}; or \`/\`, the root of all cgroups`,
    },
  },
  make: path => ({ path }),
  key: ({ path }) => `cgroup ${path}`,
  binding: ({ path }) => ({ cgroup: path }),
  outsideEffects: ({ path }) =>
    path === rootPath
      ? []
      : [
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
