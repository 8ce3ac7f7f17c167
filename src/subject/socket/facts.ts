import type { Binding } from '../../evidence/binding.ts'
import type { Fact, Source, Value, ValueType } from '../../kernel/fact.ts'
import type { Quote } from '../../kernel/quote.ts'
import { parseSockets, portIn, type Socket } from '../../kernel/socket-table.ts'
import { unreadable } from '../../linux/unreadable.ts'

/** Of IPv4, and of IPv6 where the kernel has it. */
const sources: readonly Source[] = [
  { read: 'file', path: '/proc/{pid}/net/{name}' },
  { read: 'file', path: '/proc/{pid}/net/{name}6' },
]

const addresses: ValueType = {
  type: 'list',
  of: { type: 'text', form: { pattern: /^[\da-f.:]+$/, expected: 'an IP address, such as `127.0.0.1`' } },
}

/** The lines of the port. */
const quote: Quote = (texts, { binding }) =>
  texts.map((text, source) => {
    const [heading = '', ...lines] = text.split('\n')
    const found = lines.filter(line => portIn(line) === portOf(binding))
    return { source, text: [heading, ...found].map(line => line.trimEnd()).join('\n') }
  })

export const facts: Readonly<Record<string, Fact>> = {
  listening: fact(
    { type: 'flag' },
    sockets => sockets.some(isListening),
    'Whether a program waits on this port: for connections (tcp), or for datagrams from anybody (udp).',
  ),
  addresses: fact(
    addresses,
    sockets => distinct(sockets.filter(isListening).map(({ address }) => address)),
    'The addresses on which a program waits: 0.0.0.0 stands for all of IPv4, :: for all of IPv6 and mostly of IPv4 too.',
  ),
  connections: fact(
    { type: 'count' },
    sockets => sockets.filter(isConnected).length,
    'How many sockets of this port are connected to a peer.',
  ),
  peers: fact(
    addresses,
    sockets => distinct(sockets.filter(isConnected).map(({ peer }) => peer)),
    'The addresses at the other ends of these connections, as this side sees them.',
  ),
}

function fact(value: ValueType, pick: (sockets: readonly Socket[]) => Value, means: string): Fact {
  return {
    value,
    sources,
    parse: ([ipv4 = '', ipv6 = ''], bound) => {
      if (ipv4 === '') throw unreadable(`the sockets of ${bound.name}`, ipv4)
      const all = [ipv4, ipv6].flatMap(text => parseSockets(text, bound.name ?? ''))
      return pick(all.filter(({ port }) => port === portOf(bound)))
    },
    quote,
    emptyFor: ['ENOENT'],
    means,
    manual: 'proc_pid_net(5)',
  }
}

const portOf = ({ path }: Binding) => Number(path)

const isListening = ({ state }: Socket) => state === 'listening'
const isConnected = ({ state }: Socket) => state === 'connected'

const distinct = (words: readonly string[]) => [...new Set(words)].sort()
