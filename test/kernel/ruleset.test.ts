import t from 'tap'
import { parseRuleset } from '../../src/kernel/ruleset.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

const chains = parseRuleset(recorded('net/ruleset'))
const named = (name: string) => chains.find(chain => chain.name === name)
const rulesOf = (name: string) => named(name)?.rules.map(({ text }) => text)

t.test('chains with family and table', async t => {
  t.same(
    chains.map(({ name }) => name),
    [
      'ip nat prerouting',
      'ip nat output',
      'ip nat postrouting',
      'ip nat sub',
      'inet filter forward',
      'netdev x y',
    ],
  )
})

t.test('where a chain is bound', async t => {
  const bound = { type: 'nat', hook: 'prerouting', priority: 'dstnat', policy: 'accept' }
  t.match(named('ip nat prerouting'), bound)
  t.match(named('inet filter forward'), { type: 'filter', hook: 'forward', policy: 'drop' })
  t.match(named('netdev x y'), { hook: 'ingress', priority: 'filter' })
  t.match(named('ip nat sub'), { type: '', hook: '', priority: '', policy: '' })
})

t.test('rules without the numbers of their counters', async t => {
  t.same(rulesOf('ip nat prerouting'), [
    'tcp dport 8080 counter dnat to 10.0.0.2:80 comment "web"',
    'tcp dport { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 } counter name "web"',
    'ip saddr @s accept',
  ])
  t.same(rulesOf('ip nat postrouting'), ['ip saddr 10.0.0.0/24 oifname "eth0" masquerade'])
})

t.test('counters, but not what looks like one', async t => {
  t.match(named('ip nat output')?.rules, [{ packets: 1, bytes: 60 }, { packets: 0 }])
  t.match(named('ip nat sub')?.rules[1], {
    text: 'counter log prefix "a: counter packets 1 bytes 2 {"',
    packets: 9,
    bytes: 348,
  })
})

t.test('no rules', async t => t.same(parseRuleset(''), []))

t.test('another text is unreadable', async t => {
  for (const other of ['Error: no such table\n', '{"nftables": []}\n'])
    t.throws(() => parseRuleset(other), Unreadable, other)
})
