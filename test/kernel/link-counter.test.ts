import t from 'tap'
import { countersText, linkCounters } from '../../src/kernel/link-counter.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

const text = recorded('net/link-counters.json')

t.test('what a link has received and sent', async t => {
  t.same(linkCounters(text, 'v0', 'rx'), { bytes: 1724, packets: 20, errors: 0, dropped: 0 })
  t.same(linkCounters(text, 'v0', 'tx'), { bytes: 1756, packets: 22, errors: 0, dropped: 0 })
  t.match(linkCounters(text, 'd0', 'tx'), { packets: 1 })
})

t.test('another text is unreadable', async t => {
  t.throws(() => linkCounters(text, 'eth0', 'rx'), Unreadable)
  for (const other of ['', '{}', '[{"ifname":"v0"}]', text.replaceAll('dropped', 'lost')])
    t.throws(() => linkCounters(other, 'v0', 'rx'), Unreadable, other)
})

t.test('evidence shows the counters of that link', async t => {
  t.match(countersText(text, 'd2'), /^\[{"ifname":"d2","stats64":{"rx":{"bytes":0,.*}}}\]$/)
})
