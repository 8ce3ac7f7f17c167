import type { SubjectDefinition } from '../definition.ts'
import { ofProcess, type Selector } from '../selector.ts'
import type { ValueForm } from '../value-form.ts'
import { facts } from './facts.ts'

interface Port {
  /** `tcp` or `udp`. */
  readonly protocol: string
  readonly port: string
  /** The process in whose network namespace it is; absent: the machine's. */
  readonly of?: Selector
}

const portForm: ValueForm = {
  pattern: /^(tcp|udp)\/(?!0)(?:[0-5]?\d{1,4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])$/,
  expected: '`tcp/` or `udp/` and a port, such as `tcp/8080`',
}

/** The sockets of the port `{path}` of the protocol `{name}`, in the network namespace of the process `{pid}`. */
export const socket: SubjectDefinition<Port, string> = {
  form: {
    means:
      'The sockets of a local port, of IPv4 and IPv6; with `of`, in the network namespace of that process.',
    examples: ['socket: tcp/8080', 'of: box', 'listening: true'],
    noun: 'a socket',
    value: portForm,
    of: 'process',
  },
  make: (written, of) => {
    const [protocol = '', port = ''] = written.split('/')
    return { protocol, port, ...(of && { of }) }
  },
  key: ({ protocol, port, of }) => `socket ${protocol}/${port}${ofProcess(of)}`,
  words: ({ protocol, port, of }) => `port ${protocol}/${port}${ofProcess(of)}`,
  binding: ({ protocol, port, of }) => ({ process: of ?? 'machine', name: protocol, path: port }),
  // Whatever names a port may listen on it.
  outsideEffects: ({ port, of }) => (of ? [] : [{ namespace: 'net', command: /\S/, names: [port] }]),
  facts,
}
