import t from 'tap'
import { facts, presence } from '../../../src/subject/neighbour/facts.ts'
import { isPresent } from '../../../src/subject/presence.ts'
import { recorded } from '../../kernel/fixture.ts'

const text = recorded('net/neighbours.json')
const read = (name: string, address: string) => facts[name]?.parse([text], { name: address })

t.test('facts of a neighbour', async t => {
  t.equal(read('mac', '10.0.0.7'), '02:00:00:00:00:07')
  t.equal(read('dev', '10.0.0.7'), 'v0')
  t.equal(read('state', '10.0.0.55'), 'FAILED')
})

t.test('one that nobody has asked for', async t => {
  t.equal(isPresent(presence, { text }, { name: '10.0.0.3' }), false)
  t.equal(isPresent(presence, { text }, { name: '10.0.0.55' }), true)
})
