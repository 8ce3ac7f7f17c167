import type { SubjectDefinition } from '../definition.ts'
import { ofProcess, type Selector } from '../selector.ts'
import type { ValueForm } from '../value-form.ts'
import { facts, presence } from './facts.ts'

interface Address {
  readonly address: string
  /** The process in whose network namespace it is known; absent: the machine's. */
  readonly of?: Selector
}

const addressForm: ValueForm = {
  pattern: /^(\d{1,3}(\.\d{1,3}){3}|[\da-f:]*:[\da-f:.]*)$/,
  expected: 'an IP address, such as `10.0.0.2`',
}

/** Any command that sends to the address may ask for its hardware address. */
const usesAddress = /\S/

/** The neighbour `{name}` in the network namespace of the process `{pid}`. */
export const neighbour: SubjectDefinition<Address, string> = {
  form: {
    means:
      'An entry of the neighbour table: which hardware address an IP address has on a link; with `of`, in the network namespace of that process.',
    examples: ['neighbour: 10.0.0.2', 'of: box', 'state: REACHABLE'],
    noun: 'a neighbour',
    value: addressForm,
    of: 'process',
  },
  make: (address, of) => ({ address, ...(of && { of }) }),
  key: ({ address, of }) => `neighbour ${address}${ofProcess(of)}`,
  binding: ({ address, of }) => ({ process: of ?? 'machine', name: address }),
  outsideEffects: ({ address, of }) =>
    of ? [] : [{ namespace: 'net', command: usesAddress, names: [address] }],
  presence,
  facts,
}
