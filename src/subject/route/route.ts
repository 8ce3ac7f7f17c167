import type { SubjectDefinition } from '../definition.ts'
import { ofProcess, type Selector } from '../selector.ts'
import type { ValueForm } from '../value-form.ts'
import { facts, presence } from './facts.ts'

interface Destination {
  readonly destination: string
  /** The process in whose network namespace the route is; absent: the machine's. */
  readonly of?: Selector
}

const destinationForm: ValueForm = {
  pattern: /^(default|\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?|[\da-f:]*:[\da-f:.]*(\/\d{1,3})?)$/,
  expected: '`default`, `::/0`, an address or a prefix, such as `10.0.0.0/24`',
}

const changesRoute = /\bip\b.*\sr(?:oute|o)?\s+(?:add|del|delete|change|replace|append|flush|a|d)\b/

/** The route to `{name}` in the network namespace of the process `{pid}`. */
export const route: SubjectDefinition<Destination, string> = {
  form: {
    means:
      'A route of the main table, by its destination: `default` for IPv4, `::/0` for IPv6; with `of`, in the network namespace of that process.',
    examples: ['route: default', 'of: box', 'via: 10.0.0.1'],
    noun: 'a route',
    value: destinationForm,
    of: 'process',
  },
  make: (destination, of) => ({ destination, ...(of && { of }) }),
  key: ({ destination, of }) => `route ${destination}${ofProcess(of)}`,
  binding: ({ destination, of }) => ({ process: of ?? 'machine', name: destination }),
  outsideEffects: ({ destination, of }) =>
    of ? [] : [{ namespace: 'net', command: changesRoute, names: [destination] }],
  presence,
  facts,
}
