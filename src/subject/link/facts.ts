import type { Binding } from '../../evidence/binding.ts'
import { type Link, linkNamed, linkStates, linkText, parseAddresses } from '../../kernel/address.ts'
import type { Fact, Source, Value, ValueType } from '../../kernel/fact.ts'
import type { Quote } from '../../kernel/quote.ts'
import { unreadable } from '../../linux/unreadable.ts'
import type { Presence } from '../presence.ts'

/** Links are available only over netlink, so run ip(8) in the network namespace of the process. */
export const addressSource: Source = {
  read: 'command',
  argv: ['ip', '-j', '-d', 'addr'],
  inside: { pid: '{pid}', namespaces: ['net'] },
}

export const presence: Presence = {
  value: { type: 'flag' },
  sources: [addressSource],
  gone: [],
  parse: ([text = ''], bound) => findLink(text, bound) !== undefined,
  quote: quoteKeys(),
  missing: 'there is no network link {name}',
  means: 'Whether there is a network link of this name.',
  manual: 'ip-link(8)',
  facts: { exists: false },
}

const prefixed = {
  pattern: /^[\da-f.:]+\/\d+$/,
  expected: 'an address and the length of its prefix, such as `10.0.0.1/24`',
}

export const facts: Readonly<Record<string, Fact>> = {
  exists: presence,
  kind: fact(
    { type: 'text' },
    link => link.kind,
    'What it is: loopback, ether (a real card), veth, bridge, dummy, ….',
    ['link_type', 'linkinfo'],
  ),
  state: fact({ type: 'word', words: linkStates }, link => link.state, 'Whether it can carry packets now.', [
    'operstate',
  ]),
  up: fact({ type: 'flag' }, link => link.up, 'Whether it was switched on with `ip link set NAME up`.', [
    'flags',
  ]),
  mtu: fact({ type: 'count' }, link => link.mtu, 'The largest packet it takes, in bytes.', ['mtu']),
  mac: fact({ type: 'text' }, link => link.mac, 'Its hardware address.', ['address']),
  addresses: {
    ...fact(
      { type: 'list', of: { type: 'text', form: prefixed } },
      link => link.addresses,
      'Its IP addresses with the length of their prefix, such as 127.0.0.1/8.',
      ['addr_info'],
    ),
    manual: 'ip-address(8)',
  },
  master: fact(
    { type: 'text' },
    link => link.master ?? '',
    'The bridge it is a port of; empty when it is of none.',
    ['master'],
  ),
  peer: fact(
    { type: 'text' },
    link => link.peer ?? '',
    'The other end of a veth pair; empty when that is in another namespace.',
    ['link'],
  ),
}

function fact(value: ValueType, pick: (link: Link) => Value, means: string, keys: readonly string[]): Fact {
  return {
    value,
    sources: [addressSource],
    parse: ([text = ''], bound) => {
      const found = findLink(text, bound)
      if (!found) throw unreadable(`a link ${bound.name}`, text)
      return pick(found)
    },
    quote: quoteKeys(keys),
    means,
    manual: 'ip-link(8)',
  }
}

/** The link alone with the keys that say it; where there is none of the name, the names of those that are there. */
function quoteKeys(keys: readonly string[] = []): Quote {
  return ([text = ''], { binding: { name } }) => [{ source: 0, text: linkText(text, name, keys) }]
}

function findLink(text: string, { name = '' }: Binding): Link | undefined {
  return linkNamed(parseAddresses(text), name)
}
