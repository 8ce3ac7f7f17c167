import { mkdirSync, readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ownedName, removeOwnFolders } from '../../src/cache/owner.ts'
import { prune } from '../../src/cache/prune.ts'
import { isInUse, markUse } from '../../src/cache/use.ts'

/** Three finished folders, the first the newest. */
function finished(parent: string): string[] {
  return ['a', 'b', 'c'].map((letter, age) => {
    const name = letter.repeat(32)
    mkdirSync(join(parent, name), { recursive: true })
    utimesSync(join(parent, name), 1000 - age, 1000 - age)
    return name
  })
}

t.test('what is in use is not pruned, until it is released', async t => {
  const [parent, users] = [join(t.testdir(), 'template'), join(t.testdirName, 'users')]
  const [newest, , oldest = ''] = finished(parent)
  const release = await markUse(users, oldest)
  await prune(parent, 2, users)
  t.same(readdirSync(parent).sort(), [newest, oldest])
  await release()
  await prune(parent, 1, users)
  t.same(readdirSync(parent), [newest])
})

t.test('a user that has ended is none, one that ends early takes its mark back', async t => {
  const users = t.testdir()
  const [pid, start, ...rest] = ownedName().split('-')
  mkdirSync(join(users, 'x', [pid, Number(start) + 1, ...rest].join('-')), { recursive: true })
  t.equal(await isInUse(users, 'x'), false)
  await markUse(users, 'x')
  t.equal(await isInUse(users, 'x'), true)
  t.equal(readdirSync(join(users, 'x')).length, 1, 'the other mark is gone')
  removeOwnFolders()
  t.equal(await isInUse(users, 'x'), false)
})
