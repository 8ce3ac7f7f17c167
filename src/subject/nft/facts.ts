import type { Fact, Value, ValueType } from '../../kernel/fact.ts'
import type { Quote } from '../../kernel/quote.ts'
import { type Chain, parseRuleset } from '../../kernel/ruleset.ts'
import { type Listing, listedFact, listedPresence } from '../listed.ts'
import type { Presence } from '../presence.ts'

const listing: Listing<Chain> = {
  source: {
    read: 'command',
    argv: ['nft', 'list', 'ruleset'],
    inside: { pid: '{pid}', namespaces: ['net'] },
  },
  noun: 'a chain',
  find: chainNamed,
  show: (text, name) => chainNamed(text, name)?.lines.join('\n') ?? text,
  manual: 'nft(8)',
}

export const presence: Presence = listedPresence(listing, {
  missing: 'nftables has no chain {name}',
  means: 'Whether nftables has this chain.',
})

const text: ValueType = { type: 'text' }

/** The lines of the rules that matched. */
const quoteRules: Quote = ([text = ''], { binding: { name = '' }, elements = [] }) => {
  const chain = chainNamed(text, name)
  const lines = elements.flatMap(index => chain?.rules[index]?.line ?? [])
  return [{ source: 0, text: (lines.length > 0 ? lines : (chain?.lines ?? [])).join('\n') }]
}

export const facts: Readonly<Record<string, Fact>> = {
  exists: presence,
  type: fact(
    text,
    ({ type }) => type,
    'What it is for: filter, nat or route; empty for a chain that is only jumped to.',
  ),
  hook: fact(
    text,
    ({ hook }) => hook,
    'Where in the way of a packet the kernel runs it: prerouting, input, forward, output, postrouting, ingress; empty for a chain that is only jumped to.',
  ),
  priority: fact(
    text,
    ({ priority }) => priority,
    'Its place among the chains of one hook, as nft(8) prints it: a name such as dstnat or filter, or a number.',
  ),
  policy: fact(
    text,
    ({ policy }) => policy,
    'What becomes of a packet that no rule decides: accept or drop; empty for a chain that is only jumped to.',
  ),
  rules: {
    ...fact(
      { type: 'list', of: text },
      ({ rules }) => rules.map(({ text }) => text),
      'Its rules in order, as nft(8) prints them, without the numbers of counters.',
    ),
    quote: quoteRules,
  },
  packets: fact(
    { type: 'count' },
    ({ rules }) => sum(rules.map(({ packets }) => packets)),
    'How many packets the counters of its rules have counted, altogether.',
  ),
  bytes: fact(
    { type: 'size' },
    ({ rules }) => sum(rules.map(({ bytes }) => bytes)),
    'How many bytes they have counted.',
  ),
}

function fact(value: ValueType, pick: (chain: Chain) => Value, means: string): Fact {
  return listedFact(listing, value, pick, means)
}

function chainNamed(text: string, name: string): Chain | undefined {
  return parseRuleset(text).find(chain => chain.name === name)
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
