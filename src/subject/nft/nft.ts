import type { SubjectDefinition } from '../definition.ts'
import { ofProcess, type Selector } from '../selector.ts'
import type { ValueForm } from '../value-form.ts'
import { facts, presence } from './facts.ts'

interface NamedChain {
  /** Family, table and chain. */
  readonly chain: string
  /** The process in whose network namespace it is; absent: the machine's. */
  readonly of?: Selector
}

const chainForm: ValueForm = {
  pattern: /^(ip|ip6|inet|arp|bridge|netdev) [\w./\\-]+ [\w./\\-]+$/,
  expected: 'a chain with its family and table, such as `ip nat prerouting`',
}

/** The chain `{name}` of nftables in the network namespace of the process `{pid}`. */
export const nft: SubjectDefinition<NamedChain, string> = {
  form: {
    means:
      'A chain of nftables, by family, table and name; with `of`, in the network namespace of that process.',
    examples: ['nft: ip nat prerouting', 'of: box', 'rules: [/dnat to 10.0.0.2:80$/]'],
    noun: 'a chain',
    value: chainForm,
    of: 'process',
  },
  make: (chain, of) => ({ chain, ...(of && { of }) }),
  key: ({ chain, of }) => `nft ${chain}${ofProcess(of)}`,
  words: ({ chain, of }) => `chain ${chain}${ofProcess(of)}`,
  binding: ({ chain, of }) => ({ process: of ?? 'machine', name: chain }),
  outsideEffects: ({ of }) => (of ? [] : [{ namespace: 'net', command: /\b(?:nft|iptables\S*)\s/ }]),
  presence,
  facts,
}
