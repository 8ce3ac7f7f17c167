import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { replaceFile } from '../../src/agent/replace-file.ts'

t.test('a file is replaced, also where a killed agent left a part of one', async t => {
  const folder = t.testdir({ file: 'old', 'file.unboxed-part': 'half', saved: 'saved' })
  const path = join(folder, 'file')
  replaceFile(path, unfinished => writeFileSync(unfinished, 'new', { flag: 'wx' }))
  t.equal(readFileSync(path, 'utf8'), 'new')
  replaceFile(path, unfinished => copyFileSync(join(folder, 'saved'), unfinished))
  t.equal(readFileSync(path, 'utf8'), 'saved')
  t.same(readdirSync(folder).sort(), ['file', 'saved'])
})

t.test('a write that fails leaves the old file', async t => {
  const path = join(t.testdir({ file: 'old' }), 'file')
  t.throws(
    () =>
      replaceFile(path, unfinished => {
        writeFileSync(unfinished, 'ha')
        throw new Error('disk full')
      }),
    { message: 'disk full' },
  )
  t.equal(readFileSync(path, 'utf8'), 'old')
})
