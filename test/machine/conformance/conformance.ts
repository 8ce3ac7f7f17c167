import type { Connection } from '../../../src/machine/machine.ts'
import { type AgentClient, connect } from '../../../src/protocol/client.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'
import { type Bench, benchOf } from './bench.ts'
import { cgroupCases } from './case/cgroup.ts'
import { fileCases } from './case/file.ts'
import { inventoryCases } from './case/inventory.ts'
import { leftoverCases } from './case/leftover.ts'
import { lookCases } from './case/look.ts'
import { processCases } from './case/process.ts'
import { protocolCases } from './case/protocol.ts'
import { terminalCases } from './case/terminal.ts'
import type { Tester } from './tester.ts'

/** The properties that differ between machines. */
export interface Conditions {
  /** As of `Machine`. */
  readonly slowness: number
  /** Whether tests may set the machine's clock and random state. */
  readonly renews: boolean
  /** Returns those of the PIDs and paths that still exist in the machine after the connection was closed. */
  readonly remains: (pids: readonly number[], paths: readonly string[]) => Promise<readonly string[]>
}

export type Case = (t: Tester, bench: Bench) => Promise<void>

/** The conformance suite: everything that the runner relies on, which every machine must do. */
export async function conformance(
  t: Tester,
  open: () => Promise<Connection>,
  conditions: Conditions,
): Promise<void> {
  const cases: Record<string, Case> = {
    ...protocolCases,
    ...fileCases,
    ...lookCases,
    ...processCases,
    ...cgroupCases,
    ...terminalCases,
    ...inventoryCases,
    ...leftoverCases,
  }
  const connection = await open()
  const client = connect(connection.channel, nodeRuntime)
  for (const [name, run] of Object.entries(cases)) {
    await t.test(name, async t => run(t, await benchOf(client, connection, conditions)))
  }
  await connection.close()
  await t.test('closing twice does no harm', async t => {
    await connection.close()
    t.ok((await client.lost).message, 'the client knows that the channel is gone')
    t.equal((await failureOf(client)).name, 'Problem', 'a call on a closed channel is a problem')
  })
  await t.test('nothing remains after a connection that was closed in the middle', t =>
    afterClose(t, open, conditions),
  )
}

function failureOf(client: AgentClient): Promise<Error> {
  return client.call('hello', {}).then(
    () => new Error('it answered'),
    (error: Error) => error,
  )
}

async function afterClose(t: Tester, open: () => Promise<Connection>, conditions: Conditions): Promise<void> {
  const connection = await open()
  const client = connect(connection.channel, nodeRuntime)
  const bench = await benchOf(client, connection, conditions)
  await client.call('mark', {})
  const cgroup = await bench.cgroup('left')
  const file = '/run/unboxed-left'
  await client.call('put', { path: file, text: 'left', mode: 0o644 })
  const inside = await bench.start(['sh', '-c', 'sleep 1000 & exec sleep 1000'], { cgroup })
  const outside = await bench.start(['sh', '-c', 'setsid sleep 1000 & sleep 1000'])
  const waiting = await bench.start(['sh', '-c', 'read line; exec sleep 1000'], { stdin: 'open' })
  const asked = client.call('settle', { pid: waiting.pid, timeout: 60_000 }).then(
    () => 'answered',
    (error: Error) => error.name,
  )
  await connection.close()
  t.match(await asked, /^(Problem|CallFailed)$/, 'what was being waited for is not left waiting')
  t.same(await conditions.remains([inside.pid, outside.pid, waiting.pid], [cgroup, file]), [])
}
