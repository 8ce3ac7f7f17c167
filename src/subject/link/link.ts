import type { SubjectDefinition } from '../definition.ts'
import { ofProcess, type Selector } from '../selector.ts'
import type { ValueForm } from '../value-form.ts'
import { facts, presence } from './facts.ts'

interface NamedLink {
  readonly name: string
  /** The process in whose network namespace it is; absent: the machine's. */
  readonly of?: Selector
}

/** At most 15 characters (IFNAMSIZ), no slash and no space. */
const linkNameForm: ValueForm = {
  pattern: /^[^\s/:]{1,15}$/,
  expected: 'the name of a network interface, such as `eth0`',
}

const changesLink = /\bip\b.*\s(?:add|del|delete|set|change|replace|a|d|s)\s/

/** The network link `{name}` in the network namespace of the process `{pid}`. */
export const link: SubjectDefinition<NamedLink, string> = {
  form: {
    means: 'A network interface; with `of`, in the network namespace of that process.',
    examples: ['link: eth0', 'of: box', 'up: true'],
    noun: 'a link',
    value: linkNameForm,
    of: 'process',
  },
  make: (name, of) => ({ name, ...(of && { of }) }),
  key: ({ name, of }) => `link ${name}${ofProcess(of)}`,
  binding: ({ name, of }) => ({ process: of ?? 'machine', name }),
  outsideEffects: ({ name, of }) => (of ? [] : [{ namespace: 'net', command: changesLink, names: [name] }]),
  presence,
  facts,
}
