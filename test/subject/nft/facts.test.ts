import t from 'tap'
import { facts, presence } from '../../../src/subject/nft/facts.ts'
import { isPresent } from '../../../src/subject/presence.ts'
import { recorded } from '../../kernel/fixture.ts'

const text = recorded('net/ruleset')
const read = (name: string, chain: string) => facts[name]?.parse([text], { name: chain })

t.test('facts of a chain', async t => {
  t.equal(read('type', 'ip nat postrouting'), 'nat')
  t.equal(read('hook', 'ip nat postrouting'), 'postrouting')
  t.equal(read('priority', 'ip nat postrouting'), 'srcnat')
  t.equal(read('policy', 'inet filter forward'), 'drop')
  t.same(read('rules', 'ip nat output'), ['oif "lo" tcp dport 8080 counter dnat to 127.0.0.1:80', 'jump sub'])
})

t.test('the counters of all its rules', async t => {
  t.equal(read('packets', 'ip nat sub'), 13)
  t.equal(read('bytes', 'ip nat sub'), 596)
  t.equal(read('packets', 'ip nat postrouting'), 0)
})

t.test('a chain that is not there', async t => {
  t.equal(isPresent(presence, { text }, { name: 'inet nat prerouting' }), false)
  t.equal(isPresent(presence, { text }, { name: 'ip nat prerouting' }), true)
})
