import { chmodSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { copyFile } from '../../src/agent/copy-file.ts'

t.test('a copy has the content, the mode and the time', async t => {
  const folder = t.testdir()
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  writeFileSync(from, 'text')
  chmodSync(from, 0o4711)
  utimesSync(from, 1, 2)
  copyFile(from, to)
  t.equal(readFileSync(to, 'utf8'), 'text')
  t.equal(statSync(to).mode, statSync(from).mode)
  t.equal(statSync(to).mtimeMs, 2000)
})
