import type { SubjectDefinition } from '../definition.ts'
import { ofProcess, type Selector } from '../selector.ts'
import type { ValueForm } from '../value-form.ts'
import { facts, presence } from './facts.ts'
import { sysctlEffects } from './outside-effect.ts'

interface Parameter {
  readonly name: string
  /** The process in whose namespaces it is; absent: the machine's. */
  readonly of?: Selector
}

const parameterForm: ValueForm = {
  pattern: /^[\w-]+(?:\.[\w-]+)+$|^[\w-]+(?:\/[\w.@:-]*\w[\w.@:-]*)+$/,
  expected: 'a kernel parameter, such as `net.ipv4.ip_forward`; with slashes if a part of it has a dot',
}

/** The kernel parameter `{name}`, at `{path}` below /proc/sys, in the namespaces of the process `{pid}`. */
export const sysctl: SubjectDefinition<Parameter, string> = {
  form: {
    means:
      'A kernel parameter, as sysctl(8) names it; with `of`, in the network, UTS and IPC namespaces of that process.',
    examples: ['sysctl: net.ipv4.ip_forward', 'of: box', 'number: 1'],
    noun: 'a kernel parameter',
    value: parameterForm,
    of: 'process',
  },
  make: (name, of) => ({ name, ...(of && { of }) }),
  key: ({ name, of }) => `sysctl ${name}${ofProcess(of)}`,
  binding: ({ name, of }) => ({ process: of ?? 'machine', name, path: `/${pathOf(name)}` }),
  outsideEffects: ({ name, of }) => (of ? [] : sysctlEffects(pathOf(name))),
  presence,
  facts,
}

/** With a slash in it, dots are a part of a name: `net/ipv4/conf/eth0.1/forwarding`. */
const pathOf = (name: string) => (name.includes('/') ? name : name.replaceAll('.', '/'))
