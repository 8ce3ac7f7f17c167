import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { orphansIn } from '../../src/cache/orphan.ts'
import { ownedName } from '../../src/cache/owner.ts'

t.test('only folders of dead owners are orphans', async t => {
  const parent = t.testdir()
  const mine = ownedName()
  const [pid, start, namespace, boot, random] = mine.split('-')
  const dead = [pid, `${Number(start) + 1}`, namespace, boot, random].join('-')
  const elsewhere = [pid, start, '1', boot, random].join('-')
  for (const name of [mine, dead, elsewhere, 'lock']) mkdirSync(join(parent, name))
  t.same(await orphansIn(parent), [join(parent, dead)])
  t.same(await orphansIn(join(parent, 'none')), [])
})
