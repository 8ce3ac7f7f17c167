import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import t from 'tap'
import { openProofEvidence, openProofStore, proofFolder } from '../../src/command/proof-store.ts'
import type { World } from '../../src/command/world.ts'
import type { Machine } from '../../src/machine/machine.ts'
import type { Cell, CellResult } from '../../src/prove/cell.ts'
import { labOf } from '../prove/lab-of.ts'

const root = t.testdir()
const world = { env: { XDG_CACHE_HOME: join(root, 'cache') }, root } as unknown as World
const machine = { identity: 'template-1', description: 'QEMU' } as Machine

mkdirSync(join(root, 'dist/chunk'), { recursive: true })
const build = (text: string) => writeFileSync(join(root, 'dist/chunk/run.js'), text)
build('one')

const step = (run: string, why = 'It is so.') =>
  labOf(`  - {id: a, text: A., run: "${run}", expect: [{exit: 0, why: ${why}}, {host: {processes: max}}]}`)
const cell: Cell = { lab: step('true'), manner: 'whole', round: 0 }
const result: CellResult = { verdicts: {}, caughtBy: ['a/1'], overdue: [], leaks: [], took: {}, ms: 3 }

t.test('a result is known again while nothing it rests on has changed', async t => {
  const store = await openProofStore(machine, 'both', world)
  t.equal(await store.recall(cell), undefined)
  await store.remember(cell, result)
  t.same(await store.recall(cell), result)
  t.same(await (await openProofStore(machine, 'both', world)).recall(cell), result, 'by another run, too')
  t.same(
    await store.recall({ ...cell, lab: step('true', 'It was so.') }),
    result,
    'what is only told changes nothing',
  )
  t.equal(await store.recall({ ...cell, lab: step('false') }), undefined, 'another lab')
  t.equal(await store.recall({ ...cell, manner: 'pristine' }), undefined, 'in another manner')
  t.equal(await store.recall({ ...cell, round: 1 }), undefined, 'another time')
  const other = await openProofStore({ ...machine, identity: 'template-2' }, 'both', world)
  t.equal(await other.recall(cell), undefined, 'another machine')
  build('two')
  t.equal(await (await openProofStore(machine, 'both', world)).recall(cell), undefined, 'another runner')
})

t.test('runners and machines that are no longer used are forgotten', async t => {
  for (let number = 0; number < 6; number++)
    await openProofStore({ ...machine, identity: `${number}` }, 'both', world)
  t.ok(readdirSync(proofFolder(world)).length <= 5)
})

t.test('the evidence of a run is its own, and stays until a few more have ended', async t => {
  const mine = await openProofEvidence(world)
  mkdirSync(join(mine, 'lab'), { recursive: true })
  const parent = dirname(mine)
  const [pid, start, namespace, boot] = basename(mine).split('-')
  const ended = Array.from({ length: 6 }, (_, age) =>
    join(parent, [pid, `${Number(start) + 1}`, namespace, boot, `0000000${age}`].join('-')),
  )
  for (const [age, folder] of ended.entries()) {
    mkdirSync(folder)
    utimesSync(folder, 1000 - age, 1000 - age)
  }
  const another = await openProofEvidence(world)
  t.not(another, mine)
  t.same(readdirSync(parent).sort(), [mine, ...ended.slice(0, 4)].map(path => basename(path)).sort())
  t.same(readdirSync(mine), ['lab'], 'a run that is under way is left alone')
})

t.test('of a machine that cannot say what it is nothing is remembered', async t => {
  const store = await openProofStore({ description: 'this Linux' } as Machine, 'both', world)
  await store.remember(cell, result)
  t.equal(await store.recall(cell), undefined)
})
