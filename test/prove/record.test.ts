import t from 'tap'
import {
  kernelOf,
  type ProofGround,
  type ProofRecord,
  readRecord,
  recordText,
  stateOf,
} from '../../src/prove/record.ts'

const record: ProofRecord = {
  lab: 'topic/x',
  rules: 1,
  kernel: '6.12',
  parts: { 'untouched machine': 'a', 'box/without-line-1': 'b', 'box/shared-uts': 'c' },
  made: { release: '6.12.118+deb13-cloud-amd64', machine: 'QEMU' },
}
const { made, ...ground } = record
const whyNot = (now: Partial<ProofGround>) => {
  const state = stateOf(record, { ...ground, ...now })
  return state.state === 'stale' ? state.why : state.state
}

t.test('a record holds while nothing that decides has changed', async t => {
  t.same(stateOf(record, ground), { state: 'current' })
  t.same(stateOf({ ...record, made: { machine: 'another' } }, ground), { state: 'current' })
  t.equal(whyNot({ kernel: undefined }), 'current', 'a kernel that is not known is not compared')
  t.same(stateOf(undefined, ground), { state: 'missing' })
})

t.test('what has changed is named', async t => {
  t.same(stateOf('unreadable', ground), { state: 'stale', why: [{ reason: 'unreadable' }] })
  t.same(whyNot({ lab: 'topic/y' }), [{ reason: 'other-lab', recorded: 'topic/x', now: 'topic/y' }])
  t.same(whyNot({ rules: 2 }), [{ reason: 'rules', recorded: 1, now: 2 }])
  t.same(whyNot({ kernel: '6.13' }), [{ reason: 'kernel', recorded: '6.12', now: '6.13' }])
  t.same(whyNot({ parts: { 'untouched machine': 'a', 'box/without-line-1': 'x', constructor: 'd' } }), [
    { reason: 'changed', parts: ['box/without-line-1'], of: 3 },
    { reason: 'new', parts: ['constructor'], of: 3 },
    { reason: 'gone', parts: ['box/shared-uts'], of: 3 },
  ])
})

t.test('a record is read as it was written, and nothing else is one', async t => {
  t.same(readRecord(recordText(record)), record)
  const others = ['', '{', 'null', '[]', '{"lab": "topic/x"}', recordText(record).replace('"a"', '1')]
  for (const text of others) t.equal(readRecord(text), 'unreadable', text)
})

t.test('updates of a kernel leave its version', async t => {
  t.equal(kernelOf('6.12.118+deb13-cloud-amd64'), '6.12')
  t.equal(kernelOf('6.8.0-45-generic'), '6.8')
  t.equal(kernelOf('6.10-rc1'), '6.10')
  t.equal(kernelOf('another'), 'another')
})
