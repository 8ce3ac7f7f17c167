import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { changedLines } from '../../src/change/changed-lines.ts'
import { changesBetween } from '../../src/change/changes-between.ts'
import { normalised } from './normalised.ts'
import { recordedInventories } from './recording.ts'
import { scenario } from './scenario.ts'

/** Recorded by changed.vm.ts with UNBOXED_INVENTORIES. */
const file = join(import.meta.dirname, '../fixtures/change/inventories.jsonl')
const inventories = recordedInventories(readFileSync(file, 'utf8'))

t.equal(inventories.length, scenario.length + 1)

for (const [index, [line, ...expected]] of scenario.entries())
  t.test(line, async t => {
    const [before, after] = inventories.slice(index)
    if (!before || !after) return t.fail('it was recorded')
    t.same(normalised(changedLines(changesBetween(before, after))), expected)
  })

t.test('an inventory against itself', async t => {
  for (const inventory of inventories) t.same(changesBetween(inventory, inventory), [])
})

t.test('what no kernel says changes nothing, and can do no harm to a terminal', async t => {
  const [before] = inventories
  if (!before) return t.fail('it was recorded')
  const [{ path, ...cgroup } = { path: '' }] = before.cgroups.slice(-1)
  const odd = { ...cgroup, path: `${path}/\x1b[2J`, frozen: false, settings: { 'memory.max': 'x\x07\n' } }
  const mounts = { ...before.mounts, [`${before.machine.mnt}`]: ['nonsense'] }
  const lines = changedLines(
    changesBetween({ ...before, mounts }, { ...before, mounts, cgroups: [...before.cgroups, odd] }),
  )
  t.equal(lines.length, 2)
  t.notMatch(lines.join(''), /[\x00-\x1f]/)
})

t.test('a long list is cut', async t => {
  const [before] = inventories
  if (!before) return t.fail('it was recorded')
  const added = Array.from({ length: 50 }, (_, number) => ({
    path: `${before.base}/group-${number}`,
    frozen: false,
    settings: {},
  }))
  const lines = changedLines(changesBetween(before, { ...before, cgroups: [...before.cgroups, ...added] }))
  t.equal(lines.length, 41)
  t.equal(lines.at(-1), '… and 10 more')
})
