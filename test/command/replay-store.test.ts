import { mkdirSync, readdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readEvidence } from '../../src/command/read-evidence.ts'
import { openReplayStore, pruneResults } from '../../src/command/replay-store.ts'
import type { World } from '../../src/command/world.ts'

const root = t.testdir({ dist: { 'cli.js': 'one' } })
const told: string[] = []
const cache = join(root, 'cache')
const world = {
  env: { XDG_CACHE_HOME: cache },
  root,
  stderr: { write: (text: string) => told.push(text) },
} as unknown as World
const machine = { identity: 'template-1', description: 'QEMU' }
const kept = await readEvidence(
  join(import.meta.dirname, '../fixtures/evidence/format-1/namespace.pid.evidence.json'),
)
const open = (rest: Partial<typeof machine> = {}, fresh = false) =>
  openReplayStore({ ...machine, ...rest }, { fresh, observe: 'both' }, world)

t.test('a result is recalled while everything that it depends on is the same', async t => {
  const store = await open()
  t.equal(await store.recall('a'), undefined)
  await store.remember('a', kept)
  t.same(await store.recall('a'), kept.evidence)
  t.same(await (await open()).recall('a'), kept.evidence, 'by another call')
  t.equal(await store.recall('b'), undefined, 'of another submission')
  t.equal(await (await open({ identity: 'template-2' })).recall('a'), undefined, 'in another machine')
  t.equal(await (await open({}, true)).recall('a'), undefined, 'with --fresh')
  writeFileSync(join(root, 'dist/cli.js'), 'two')
  t.equal(await (await open()).recall('a'), undefined, 'by another runner')
})

t.test('what is damaged is performed again', async t => {
  const store = await open()
  await store.remember('c', kept)
  for (const name of readdirSync(join(cache, 'unboxed/replay')))
    truncateSync(join(cache, 'unboxed/replay', name), 100)
  t.equal(await store.recall('c'), undefined)
  for (const name of readdirSync(join(cache, 'unboxed/replay')))
    writeFileSync(join(cache, 'unboxed/replay', name), '')
  t.equal(await store.recall('c'), undefined)
})

t.test('a machine that cannot say what it is has no results', async t => {
  const store = await openReplayStore({ description: 'this Linux' }, { fresh: false, observe: 'both' }, world)
  await store.remember('a', kept)
  t.equal(await store.recall('a'), undefined)
})

t.test('nothing of the last 30 days is removed, and of the rest the oldest', async t => {
  const folder = join(root, 'pruned')
  mkdirSync(folder)
  const now = Date.UTC(2026, 0, 31)
  const day = 24 * 3_600_000
  const add = (name: string, days: number) => {
    const file = join(folder, `${name.repeat(32)}.json.gz`)
    writeFileSync(file, '')
    utimesSync(file, (now - days * day) / 1000, (now - days * day) / 1000)
  }
  for (const [index, days] of [1, 29, 31, 40, 50].entries()) add(String(index), days)
  writeFileSync(join(folder, 'other'), '')
  const left = () =>
    readdirSync(folder)
      .map(name => name.slice(0, 1))
      .sort()
      .join('')
  await pruneResults(folder, now, 5)
  t.equal(left(), '01234o')
  await pruneResults(folder, now, 3)
  t.equal(left(), '012o')
  await pruneResults(folder, now, 0)
  t.equal(left(), '01o')
})
