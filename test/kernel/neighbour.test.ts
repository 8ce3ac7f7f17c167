import t from 'tap'
import { neighbourOf, neighbourText } from '../../src/kernel/neighbour.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

const text = recorded('net/neighbours.json')
const of = (address: string) => neighbourOf(text, address)

t.test('an entry in each state', async t => {
  t.same(of('10.0.0.2'), { mac: '6e:18:28:38:64:58', dev: 'v0', state: 'DELAY' })
  t.same(of('10.0.0.7'), { mac: '02:00:00:00:00:07', dev: 'v0', state: 'PERMANENT' })
  t.same(of('10.0.0.8'), { mac: '02:00:00:00:00:08', dev: 'v0', state: 'NOARP' })
  t.same(of('10.0.0.55'), { mac: '', dev: 'v0', state: 'FAILED' })
  t.same(of('10.0.0.9'), { mac: '', dev: 'v0', state: 'NONE' })
  t.match(of('fd00::2'), { state: 'STALE' })
  t.equal(of('10.0.0.3'), undefined)
})

t.test('another text is unreadable', async t => {
  for (const other of ['', 'Device not found', '{}', '[1]', '[{"dst":"10.0.0.2"}]'])
    t.throws(() => neighbourOf(other, '10.0.0.2'), Unreadable, other)
})

t.test('evidence shows the entry, or the addresses of those that there are', async t => {
  t.equal(neighbourText(text, '10.0.0.55', ['state']), '[{"dst":"10.0.0.55","state":["FAILED"]}]')
  t.match(neighbourText(text, '10.0.0.3', ['state']), /^\[{"dst":"10.0.0.55"},{"dst":"10.0.0.9"},/)
})
