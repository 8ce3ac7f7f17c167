import t from 'tap'
import type { Expectation } from '../../src/lab/lab.ts'
import { askedWords } from '../../src/verdict/asked.ts'
import { expect } from './recorded.ts'

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
  ['share', expect.between(1, 2), 'share is between 1 and 2'],
  ['exists', expect.equal(true), 'exists'],
  ['exists', expect.equal(false), 'does not exist'],
  ['io.max.8:0', expect.fields({ rbps: expect.equal(1) }), 'io.max.8:0 has rbps: 1'],
]

t.test('what was asked reads as a sentence', async t => {
  for (const [fact, expectation, words] of rows) t.equal(askedWords(fact, expectation), words)
})
