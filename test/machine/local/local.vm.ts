import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import t from 'tap'
import { openVm } from '../../../src/machine/vm/vm.ts'
import { connect } from '../../../src/protocol/client.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'
import { benchOf } from '../conformance/bench.ts'
import { relay } from '../conformance/relay.ts'
import { useOwnCache } from '../vm/own-cache.ts'
import { vmSettings } from '../vm/settings.ts'

// `local` is this very machine, so it is tested in one that may be broken: the suite is carried there and run by its Node.
t.setTimeout(900_000)

await useOwnCache(t)
const vm = await openVm(vmSettings(t))
t.teardown(() => vm.close())

t.test('this machine does what each machine must', async t => {
  const connection = await vm.open()
  const client = connect(connection.channel, nodeRuntime)
  const conditions = { slowness: vm.slowness, renews: true, remains: async () => [] }
  const bench = await benchOf(client, connection, conditions)
  const agent = await readFile('dist/agent.cjs', 'utf8')
  await client.call('renew', { now: Date.now(), entropy: '' })
  await client.call('put', { path: '/run/suite.mjs', text: await bundled(), mode: 0o644 })
  await client.call('put', { path: '/run/agent.cjs', text: agent, mode: 0o644 })
  await client.call('put', {
    path: '/run/apart',
    text: await readFile('scripts/image/apart', 'utf8'),
    mode: 0o644,
  })
  // As a login shell would be: in a cgroup of its own, which is not the labs'.
  const cgroup = await bench.cgroup('login')
  const argv = ['node', '/run/suite.mjs', '/run/agent.cjs', '/run/apart']
  const suite = await bench.run(argv, { cgroup, keep: 1_000_000 })

  t.equal(suite.dropped.stdout, 0, 'all of it was heard')
  relay(t, suite.head.stdout)
  t.same([suite.code, suite.signal, suite.head.stderr], [0, null, ''])
  await connection.close()
})

async function bundled(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unboxed-suite-'))
  const outfile = join(folder, 'suite.mjs')
  await build({
    entryPoints: [fileURLToPath(import.meta.resolve('./suite.ts'))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  const text = await readFile(outfile, 'utf8')
  await rm(folder, { recursive: true })
  return text
}
