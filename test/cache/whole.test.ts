import { rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { isWhole, parseRecord, sizesOf } from '../../src/cache/whole.ts'

t.test('a file that was cut short, or is missing, is noticed', async t => {
  const folder = t.testdir({ memory: 'x'.repeat(100), devices: 'y' })
  const sizes = await sizesOf(folder, ['memory', 'devices'])
  t.equal(await isWhole(folder, sizes), true)
  truncateSync(join(folder, 'memory'), 99)
  t.equal(await isWhole(folder, sizes), false)
  truncateSync(join(folder, 'memory'), 100)
  t.equal(await isWhole(folder, sizes), true)
  rmSync(join(folder, 'devices'))
  t.equal(await isWhole(folder, sizes), false)
})

t.test('a record that is no whole one is none', t => {
  for (const text of [undefined, '', '{"content": "c0', 'null', '7'])
    t.equal(parseRecord(text), undefined, String(text))
  t.same(parseRecord('{"sizes": {"disk": 1}}'), { sizes: { disk: 1 } })
  t.end()
})
