import t from 'tap'
import { Unreadable } from '../../../src/linux/unreadable.ts'
import { isPresent } from '../../../src/subject/presence.ts'
import { facts, presence } from '../../../src/subject/route/facts.ts'
import { recorded } from '../../kernel/fixture.ts'

const text = recorded('net/routes.json')
const read = (name: string, destination: string) => facts[name]?.parse([text], { name: destination })

t.test('facts of a route', async t => {
  t.equal(read('via', 'default'), '10.0.0.2')
  t.equal(read('dev', 'default'), 'v0')
  t.equal(read('source', 'default'), '10.0.0.1')
  t.equal(read('scope', '10.0.0.0/24'), 'link')
  t.equal(read('protocol', '10.0.0.0/24'), 'kernel')
  t.equal(read('metric', 'default'), 50)
  t.equal(read('kind', '10.9.0.0/16'), 'blackhole')
})

t.test('a route that is not there', async t => {
  t.equal(isPresent(presence, { text }, { name: '10.7.0.0/16' }), false)
  t.equal(isPresent(presence, { text }, { name: 'default' }), true)
  t.throws(() => read('via', '10.7.0.0/16'), Unreadable)
})
