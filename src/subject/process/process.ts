import type { SubjectDefinition } from '../definition.ts'
import { processKey, type Selector } from '../selector.ts'
import { facts, presence } from './facts.ts'
import { portrait } from './portrait.ts'

interface Process {
  readonly select: Selector
}

/** The process `{pid}`, a number of the machine's first PID namespace. */
export const process: SubjectDefinition<Process, Selector> = {
  form: {
    means:
      'A process: by its name (`as`), as the only one in a cgroup `{cgroup: mygroup}`, or as the only child of a named one `{child-of: box}`.',
    examples: ['process: box', 'pid: {inside: 1}', 'namespaces: {pid: own, net: shared}'],
    noun: 'a process',
    value: 'process',
  },
  make: select => ({ select }),
  key: ({ select }) => processKey(select),
  binding: ({ select }) => ({ process: select }),
  processName: ({ select }) => ('name' in select ? select.name : undefined),
  comparable: true,
  portrait,
  presence,
  facts,
}
