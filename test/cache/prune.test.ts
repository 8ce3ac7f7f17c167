import { mkdir, readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { prune } from '../../src/cache/prune.ts'

t.test('the newest finished folders stay, and all that is none', async t => {
  const parent = t.testdir({ lock: '', '12-34-56-0000abcd-0000abcd': {} })
  const digests = ['a', 'b', 'c'].map(letter => letter.repeat(32))
  for (const [age, name] of digests.entries()) {
    await mkdir(join(parent, name))
    await utimes(join(parent, name), 1000 - age, 1000 - age)
  }
  await prune(parent, 2)
  t.same(
    (await readdir(parent)).sort(),
    ['12-34-56-0000abcd-0000abcd', 'lock', ...digests.slice(0, 2)].sort(),
  )
})
