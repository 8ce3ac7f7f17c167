import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { changesBetween } from '../../src/change/changes-between.ts'
import { kernelChanges } from '../../src/learn/kernel-changes.ts'
import type { Inventory } from '../../src/protocol/inventory.ts'
import { recordedInventories } from '../change/recording.ts'

const file = join(import.meta.dirname, '../fixtures/change/inventories.jsonl')
const recorded = recordedInventories(readFileSync(file, 'utf8'))
const [first, second, third] = recorded.slice(1) as [Inventory, Inventory, Inventory]

/** A machine whose inventories come when they are told to, and a clock that stands until `wake`. */
function machine() {
  const asked: { give(inventory: Inventory): void; fail(): void }[] = []
  let told = 0
  let wake: () => void = () => undefined
  const changes = kernelChanges(
    () =>
      new Promise((give, fail) => {
        asked.push({ give, fail: () => fail(new Error('lost')) })
      }),
    {
      after: (_, call) => {
        wake = call
        return () => undefined
      },
    },
    () => told++,
  )
  /** Gives the inventory that was asked for last. */
  const give = async (inventory: Inventory) => {
    await new Promise(setImmediate)
    asked.at(-1)?.give(inventory)
    await new Promise(setImmediate)
  }
  return { asked, changes, give, told: () => told, wake: () => wake() }
}

const nothing = { commands: 0, changes: [] }

t.test(
  'what is there at the first prompt is no change; then each prompt is compared with the last',
  async t => {
    const { changes, give, told } = machine()
    t.same(await changes.latest(), nothing)
    changes.prompted()
    await give(first)
    t.same(await changes.latest(), nothing)
    changes.prompted()
    const latest = changes.latest()
    t.same(changes.known(), nothing, 'not yet')
    await give(second)
    t.same(await latest, { commands: 1, changes: changesBetween(first, second) })
    t.same(changes.known(), await latest)
    t.ok((await latest).changes.length > 0)
    t.equal(told(), 2)
  },
)

t.test('an inventory during which another command ended is not used: the next one tells of both', async t => {
  const { asked, changes, give } = machine()
  changes.prompted()
  await give(first)
  changes.prompted()
  changes.prompted()
  await give(second)
  t.same(changes.known(), nothing)
  await give(third)
  t.same(changes.known(), { commands: 2, changes: changesBetween(first, third) })
  t.equal(asked.length, 3)
})

t.test('nor is one during which a command began; whoever asks has another one made', async t => {
  const { asked, changes, give } = machine()
  changes.prompted()
  await give(first)
  changes.prompted()
  changes.began()
  await give(second)
  t.same(changes.known(), nothing)
  const latest = changes.latest()
  await give(third)
  t.same(await latest, { commands: 1, changes: changesBetween(first, third) })
  t.equal(asked.length, 3)
  t.same(await changes.latest(), await latest)
  t.equal(asked.length, 3)
})

t.test('what is awaited first comes before the inventory, and Enter waits for both', async t => {
  const { asked, changes, give } = machine()
  let looked: () => void = () => undefined
  changes.prompted(
    new Promise<void>(resolve => {
      looked = resolve
    }),
  )
  await new Promise(setImmediate)
  t.equal(asked.length, 0)
  t.ok(changes.held)
  looked()
  await give(first)
  t.equal(asked.length, 1)
  t.equal(changes.held, undefined)
})

t.test('Enter does not wait for a machine that takes its time, or is lost', async t => {
  const { asked, changes, wake } = machine()
  changes.prompted()
  const { held } = changes
  wake()
  await held
  t.equal(changes.held, undefined)
  await new Promise(setImmediate)
  asked[0]?.fail()
  await new Promise(setImmediate)
  t.same(changes.known(), nothing)
  changes.prompted()
  await new Promise(setImmediate)
  asked[1]?.fail()
  await changes.held
  t.equal(changes.held, undefined)
})
