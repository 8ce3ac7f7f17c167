import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { makeFolder } from '../../src/cache/make-folder.ts'

t.test('a folder is made with those above it, and may be there already', async t => {
  const folder = join(t.testdir(), 'a/b/c')
  await makeFolder(folder, 0o700)
  await makeFolder(folder)
  t.equal(statSync(folder).mode & 0o777, 0o700)
})

t.test('where nothing can be made it ends, with the error of the system', async t => {
  const folder = t.testdir({ file: '', link: t.fixture('symlink', '/nonexistent/below') })
  await t.rejects(makeFolder('/proc/unboxed/below'), { code: 'ENOENT' })
  await t.rejects(makeFolder(join(folder, 'file')), { code: 'EEXIST' })
  await t.rejects(makeFolder(join(folder, 'file/below')), { code: 'ENOTDIR' })
  await t.rejects(makeFolder(join(folder, 'link/below')), { code: /ENOENT|EEXIST|ENOTDIR/ })
  t.notOk(existsSync('/nonexistent'))
})
