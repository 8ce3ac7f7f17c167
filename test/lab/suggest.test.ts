import t from 'tap'
import { suggest } from '../../src/lab/suggest.ts'

const near: [string, string[], string | undefined][] = [
  ['expct', ['id', 'expect'], 'expect'],
  ['abuot', ['about'], 'about'],
  ['Memory.Max', ['memory.max', 'memory.min'], 'memory.max'],
  ['txt', ['text', 'lines'], 'text'],
  ['colour', ['id', 'text', 'run'], undefined],
  ['mnt', ['pid', 'mount'], 'mount'],
  ['network', ['net', 'pid'], 'net'],
  ['x'.repeat(100_000), ['text'], undefined],
]

for (const [word, known, meant] of near)
  t.test(`${word.slice(0, 20)} among ${known.join(', ')}`, async t => {
    t.equal(suggest(word, known), meant)
  })
