import t from 'tap'
import type { Expectation } from '../../src/lab/lab.ts'
import { judgeLab } from '../../src/verdict/judge.ts'
import { askedWords, checkWords, failureWords } from '../../src/verdict/words.ts'
import { memoryMax } from '../report/sample-run.ts'
import { expect } from './recorded.ts'

t.test('a check in one line, and why it did not pass', async t => {
  const [limit, skipped, absent] = judgeLab(memoryMax.lab, memoryMax.evidence)
  if (!limit || !skipped || !absent) throw new Error('three verdicts are expected')
  t.equal(checkWords(limit), 'cgroup mygroup: memory.max is 512MiB')
  t.equal(failureWords(limit), 'expected 512MiB, the kernel says 64MiB (67108864)')
  t.equal(checkWords(skipped), 'cgroup mygroup: limit/1 failed, and this check rests on it')
  t.equal(failureWords(absent), 'there is no cgroup /sys/fs/cgroup/nope', 'said once')
})

const rows: [string, Expectation, string][] = [
  ['memory.max', expect.equal(67108864, '64MiB'), 'memory.max is 64MiB'],
  ['lines', expect.equal(2), 'lines are 2'],
  ['status', expect.equal('up'), 'status is up'],
  ['namespaces.uts', expect.shared, 'namespaces.uts is shared'],
  ['cpus', expect.equal(2), 'cpus are 2'],
  ['access', expect.equal('up'), 'access is up'],
  ['memory.peak', expect.compare('<=', 5), 'memory.peak <= 5'],
  ['text', expect.pattern('^x', 'm'), 'text matches /^x/m'],
  ['mounts', expect.contain(expect.equal('/'), expect.equal('/proc')), 'mounts contain /, /proc'],
  ['text', expect.contain(expect.equal('hello')), 'text contains hello'],
  ['code', expect.not(expect.equal(0)), 'code is not 0'],
  ['text', expect.not(expect.pattern('x')), 'text does not match /x/'],
  ['mounts', expect.not(expect.contain(expect.equal('/mnt'))), 'mounts do not contain /mnt'],
  ['namespaces.pid', expect.own, 'namespaces.pid is own'],
  ['namespaces.pid', expect.shared, 'namespaces.pid is shared'],
  ['namespaces.pid', expect.sameAs('box'), 'namespaces.pid is the same as box'],
  ['parent', expect.numberOf('box'), 'parent is box'],
  ['children', expect.contain(expect.numberOf('box')), 'children contain box'],
  ['share', expect.between(1, 2), 'share is between 1 and 2'],
  ['oom_kill', expect.grownBy(expect.equal(1)), 'oom_kill has grown by 1'],
  ['oom_kill', expect.not(expect.grownBy(expect.equal(1))), 'oom_kill has not grown by 1'],
  ['exists', expect.equal(true), 'exists'],
  ['exists', expect.equal(false), 'does not exist'],
  ['io.max.8:0', expect.fields({ rbps: expect.equal(1) }), 'io.max.8:0 has rbps: 1'],
]

t.test('what was asked reads as a sentence', async t => {
  for (const [fact, expectation, words] of rows) t.equal(askedWords(fact, expectation), words)
})
