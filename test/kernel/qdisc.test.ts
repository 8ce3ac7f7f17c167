import t from 'tap'
import { qdiscText, rootQdisc } from '../../src/kernel/qdisc.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

const text = recorded('net/qdiscs.json')

t.test('a rate is in bits a second, as tc was told it', async t => {
  t.same(rootQdisc(text, 'v0'), {
    kind: 'tbf',
    rate: 8_000_000,
    burst: 4096,
    latency: 400,
    bytes: 98,
    packets: 1,
    drops: 0,
    overlimits: 0,
  })
  t.match(rootQdisc(text, 'd0'), { kind: 'netem', rate: 1_000_000, delay: 20 })
})

t.test('only the root of a link counts', async t => {
  t.match(rootQdisc(text, 'd1'), { kind: 'htb', packets: 0 })
  t.notOk('rate' in rootQdisc(text, 'd1'))
  t.match(rootQdisc(text, 'lo'), { kind: 'noqueue' })
})

t.test('a link that is down has one that tc does not list', async t => {
  t.same(rootQdisc(text, 'd2'), { kind: 'noop' })
})

t.test('another text is unreadable', async t => {
  for (const other of ['', '{}', '[1]', '[{"dev":"v0","root":true}]'])
    t.throws(() => rootQdisc(other, 'v0'), Unreadable, other)
})

t.test('evidence shows the root of the link', async t => {
  t.match(qdiscText(text, 'v0'), /^\[{"kind":"tbf","dev":"v0","options":{"rate":1000000,"burst":4096,/)
})
