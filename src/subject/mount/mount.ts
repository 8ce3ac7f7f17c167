import type { SubjectDefinition } from '../definition.ts'
import { ofProcess, type Selector } from '../selector.ts'
import { absolutePathForm } from '../value-form.ts'
import { facts, presence } from './facts.ts'

interface MountPoint {
  readonly target: string
  /** The process that sees it; absent: the machine. */
  readonly of?: Selector
}

/** What is mounted on `{path}`, as the process `{pid}` sees it; the last mount on a path covers those before it. */
export const mount: SubjectDefinition<MountPoint, string> = {
  form: {
    means: 'What is mounted on a path; with `of`, as that process sees it.',
    examples: ['mount: /proc', 'of: box', 'type: proc'],
    noun: 'a mount',
    value: absolutePathForm,
    of: 'process',
  },
  make: (target, of) => ({ target, ...(of && { of }) }),
  key: ({ target, of }) => `mount ${target}${ofProcess(of)}`,
  binding: ({ target, of }) => ({ process: of ?? 'machine', path: target }),
  outsideEffects: ({ target, of }) =>
    of ? [] : [{ namespace: 'mount', command: /\bu?mount\s/, names: [target] }],
  presence,
  facts,
}
