import { writeFileSync } from 'node:fs'
import t from 'tap'
import { openTerminal } from '../../src/attempt/actor/hand/terminal.ts'
import { changedLines } from '../../src/change/changed-lines.ts'
import { changesBetween } from '../../src/change/changes-between.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { machineOfTerminals } from '../attempt/actor/hand/machine-of-terminals.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { normalised } from './normalised.ts'
import { recordingOf } from './recording.ts'
import { scenario } from './scenario.ts'

t.setTimeout(900_000)

await useOwnCache(t)
const { vm, client, cgroup } = await machineOfTerminals(t)
await client.call('make-directory', { path: `${cgroup.base}/shell` })

const take = () => client.call('inventory', {})

const open = (number: number) =>
  openTerminal(
    client,
    {
      number,
      key: `terminal-${number}`,
      cgroup: `${cgroup.base}/shell`,
      size: { rows: 24, columns: 200 },
      term: 'xterm',
      profile: true,
      history: false,
      patience: 5_000 * vm.slowness,
      begun: () => undefined,
      ended: () => undefined,
    },
    nodeRuntime,
  )

const terminal = await open(1)
let before = await take()
const inventories = [before]

for (const [line, ...expected] of scenario)
  t.test(line, async t => {
    const { kind, command } = await terminal.typeLine(line, { timeout: 2_000 * vm.slowness })
    t.match(kind, /^(ended|entered)$/)
    if (command?.output) t.comment(command.output)
    const after = await take()
    inventories.push(after)
    t.same(normalised(changedLines(changesBetween(before, after))), expected)
    before = after
  })

t.test('the start and the end of a terminal', async t => {
  const second = await open(2)
  const started = await take()
  t.same(changesBetween(before, started), [])
  const shell = started.processes.findLast(({ terminal }) => terminal === 'shell')
  await second.close()
  let closed = await take()
  const isThere = () => closed.processes.some(({ pid }) => pid === shell?.pid)
  for (let count = 0; count < 20 && isThere(); count++) closed = await take()
  t.same(normalised(changedLines(changesBetween(started, closed))), ['- process A (bash)  (/proc/A)'])
})

t.test('where nobody does anything, nothing changes, and how long it takes to see that', async t => {
  const times: number[] = []
  let last = await take()
  for (let count = 0; count < 20; count++) {
    const began = performance.now()
    const next = await take()
    times.push(performance.now() - began)
    t.same(changesBetween(last, next), [])
    last = next
  }
  times.sort((one, other) => one - other)
  const [, , , , , , , , , , median = 0] = times
  t.comment(`median ${median.toFixed(1)} ms, most ${times.at(-1)?.toFixed(1)} ms`)
})

t.teardown(() => {
  const file = process.env.UNBOXED_INVENTORIES // where to record them
  if (file) writeFileSync(file, recordingOf(inventories))
})
