import type { SubjectDefinition } from '../definition.ts'
import { ofProcess, type Selector } from '../selector.ts'
import { absolutePathForm } from '../value-form.ts'
import { facts, presence } from './facts.ts'
import { outsideEffects } from './outside-effect.ts'

interface FilePath {
  readonly path: string
  /** The process that sees it; absent: the machine. */
  readonly of?: Selector
}

/** The file `{path}` in the file system of the process `{pid}`; a symbolic link is not followed at its end. */
export const file: SubjectDefinition<FilePath, string> = {
  form: {
    means: 'A file or directory; with `of`, as that process sees it.',
    examples: ['file: /etc/hostname', 'of: box', 'mode: "0644"'],
    noun: 'a file',
    value: absolutePathForm,
    of: 'process',
  },
  make: (path, of) => ({ path, ...(of && { of }) }),
  key: ({ path, of }) => `file ${path}${ofProcess(of)}`,
  binding: ({ path, of }) => ({ process: of ?? 'machine', path }),
  outsideEffects: ({ path, of }) => (of ? [] : outsideEffects(path)),
  presence,
  facts,
}
