import { type Link, linkNamed, linkStates, linkText, parseAddresses } from '../../kernel/address.ts'
import type { Fact, Source, Value, ValueType } from '../../kernel/fact.ts'
import { type Listing, listedFact, listedPresence } from '../listed.ts'
import type { Presence } from '../presence.ts'
import { traffic } from './traffic.ts'

/** Links are available only over netlink, so run ip(8) in the network namespace of the process. */
export const addressSource: Source = {
  read: 'command',
  argv: ['ip', '-j', '-d', 'addr'],
  inside: { pid: '{pid}', namespaces: ['net'] },
}

const listing: Listing<Link> = {
  source: addressSource,
  noun: 'a link',
  find: (text, name) => linkNamed(parseAddresses(text), name),
  show: linkText,
  manual: 'ip-link(8)',
}

export const presence: Presence = listedPresence(listing, {
  missing: 'there is no network link {name}',
  means: 'Whether there is a network link of this name.',
})

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
  ...traffic,
}

function fact(value: ValueType, pick: (link: Link) => Value, means: string, keys: readonly string[]): Fact {
  return listedFact(listing, value, pick, means, keys)
}
