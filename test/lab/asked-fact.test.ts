import t from 'tap'
import { askedFact } from '../../src/lab/asked-fact.ts'
import type { Subject } from '../../src/subject/subject.ts'
import { recorded } from '../kernel/fixture.ts'

const subject: Subject = { kind: 'cgroup', path: 'mygroup' }

t.test('a field of a field answers', async t => {
  const asked = askedFact({ subject, fact: 'cpu.pressure', field: 'some.total' })
  t.match(asked, { name: 'cpu.pressure.some.total', type: { type: 'duration' }, field: 'some' })
  const value = asked?.fact.parse([recorded('cgroup/cpu.pressure')], {})
  t.type(value && asked?.pick(value), 'number')
})

t.test('the key of a map may be a number of a disk', async t => {
  const asked = askedFact({ subject, fact: 'io.stat', field: '254:0.rios' })
  const value = asked?.fact.parse([recorded('cgroup/io.stat')], {})
  t.equal(value && asked?.pick(value), 294)
  t.equal(value && askedFact({ subject, fact: 'io.stat', field: '7:0.rios' })?.pick(value), undefined)
})

t.test('other fields do not', async t => {
  for (const field of ['total', 'some.what', 'some.total.what', 'some.', '.some'])
    t.equal(askedFact({ subject, fact: 'cpu.pressure', field }), undefined, field)
})
