import { join } from 'node:path'
import t from 'tap'
import { namesIn, readIfThere, readIfThereSync } from '../../src/cache/read.ts'

t.test('a missing file has no text, a missing folder no names', async t => {
  const folder = t.testdir({ file: 'text' })
  t.equal(await readIfThere(join(folder, 'file')), 'text')
  t.equal(await readIfThere(join(folder, 'none')), undefined)
  t.equal(readIfThereSync(join(folder, 'file')), 'text')
  t.equal(readIfThereSync(join(folder, 'none')), undefined)
  t.same(await namesIn(folder), ['file'])
  t.same(await namesIn(join(folder, 'none')), [])
})

t.test('any other failure is told', async t => {
  const folder = t.testdir({ file: 'text' })
  await t.rejects(readIfThere(folder), { code: 'EISDIR' })
  t.throws(() => readIfThereSync(folder), { code: 'EISDIR' })
  await t.rejects(namesIn(join(folder, 'file')), { code: 'ENOTDIR' })
})
