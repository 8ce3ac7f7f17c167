import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { agentPath } from '../../../src/machine/agent-command.ts'
import { type LocalSettings, openLocal } from '../../../src/machine/local/local.ts'
import { connect } from '../../../src/protocol/client.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'
import { type Bench, benchOf } from '../conformance/bench.ts'
import type { Tester } from '../conformance/tester.ts'

/** Cases for `local` only: agents take turns, and the next one finds what a killed agent left. */
export async function localCases(t: Tester, settings: LocalSettings): Promise<void> {
  const machine = await openLocal(settings)
  const conditions = { slowness: 5, renews: false, remains: async () => [] }

  await t.test('its cgroups are in a group of its own, gone when it is', async t => {
    const connection = await machine.open()
    const client = connect(connection.channel, nodeRuntime)
    const { cgroup, swept } = await client.call('hello', {})
    t.equal(cgroup.base, '/sys/fs/cgroup/unboxed')
    t.same(swept, [])
    t.ok(existsSync(cgroup.leaf))
    await connection.close()
    t.ok(!existsSync(cgroup.base))
    t.same(readdirSync(settings.state ?? ''), [await agentName(settings)], 'no log')
  })

  await t.test('one lab at a time', async t => {
    const connection = await machine.open()
    const second = await machine.open()
    t.equal((await second.lost).code, 'in-use')
    await second.close()
    await connection.close()
    await (await machine.open()).close()
  })

  await t.test('what a killed agent has left, the next one removes and tells', async t => {
    const connection = await machine.open()
    const client = connect(connection.channel, nodeRuntime)
    const bench = await benchOf(client, connection, conditions)
    const cgroup = await bench.cgroup('lab')
    await client.call('put', { path: '/run/unboxed-swept', text: '', mode: 0o644 })
    const inside = await bench.start(['sleep', '1000'], { cgroup })
    const outside = await bench.start(['sh', '-c', 'setsid sleep 1001 & exec sleep 1002'])
    process.kill(bench.hello.pid, 'SIGKILL')
    t.equal((await connection.lost).code, 'agent-lost')
    t.ok(existsSync(`/proc/${inside.pid}`) && existsSync(`/proc/${outside.pid}`), 'they go on without it')

    const next = await machine.open()
    const { swept, cgroup: claimed } = await connect(next.channel, nodeRuntime).call('hello', {})
    const names = swept.map(({ kind, what }) => `${kind} ${what}`.replace(/\d{2,}/, 'PID')).sort()
    t.same(names, [
      'cgroup /sys/fs/cgroup/unboxed/lab',
      'file /run/unboxed-swept',
      'process sleep (pid PID)',
      'process sleep (pid PID)',
      'process sleep (pid PID)',
    ])
    const left = [cgroup, '/run/unboxed-swept', `/proc/${inside.pid}`, `/proc/${outside.pid}`]
    t.same(
      left.filter(path => existsSync(path)),
      [],
    )
    t.equal(claimed.base, '/sys/fs/cgroup/unboxed', 'the place is free again')
    await next.close()
    t.same(readdirSync(settings.state ?? ''), [await agentName(settings)], 'no log')
  })

  await t.test('what could not be taken back is told by the next agents, until it is repaired', async t => {
    const file = '/etc/unboxed-test'
    writeFileSync(file, 'old')
    const remaining = [{ kind: 'file', what: `${file} (deleted)` }]
    await withAgent(async ({ client, run }) => {
      await client.call('mark', {})
      await run(['rm', file])
      t.same((await client.call('clean', { timeout: 5000 })).remaining, remaining)
    })
    for (const told of [remaining, remaining])
      await withAgent(async ({ hello, client }) => {
        t.same(hello.remaining, told)
        await client.call('mark', {})
        t.same(await client.call('clean', { timeout: 5000 }), { removed: [], remaining: [] }, 'once a lab')
      })
    writeFileSync(file, 'new')
    await withAgent(async ({ hello }) => t.same(hello.remaining, []))
    rmSync(file)
    t.same(readdirSync(settings.state ?? ''), [await agentName(settings)], 'it is forgotten')
  })

  await t.test('what the lab of a killed agent has changed is taken back by the next one', async t => {
    const swappiness = '/proc/sys/vm/swappiness'
    const before = readFileSync(swappiness, 'utf8')
    const connection = await machine.open()
    const bench = await benchOf(connect(connection.channel, nodeRuntime), connection, conditions)
    await bench.client.call('mark', {})
    await bench.run(['sh', '-c', `echo 17 > ${swappiness}; touch /etc/unboxed-new`])
    process.kill(bench.hello.pid, 'SIGKILL')
    await connection.lost
    await withAgent(async ({ hello }) => {
      t.same(
        hello.swept.map(({ kind, what }) => `${kind} ${what}`),
        [`sysctl vm.swappiness = 17 (was ${before.trim()})`],
      )
      t.same(hello.remaining, [{ kind: 'file', what: '/etc/unboxed-new' }], 'it could be anybody’s')
    })
    t.equal(readFileSync(swappiness, 'utf8'), before)
    rmSync('/etc/unboxed-new')
  })

  async function withAgent(work: (bench: Bench) => Promise<unknown>): Promise<void> {
    const connection = await machine.open()
    await work(await benchOf(connect(connection.channel, nodeRuntime), connection, conditions))
    await connection.close()
  }
}

const agentName = async ({ agent }: LocalSettings) => basename(agentPath(await readFile(agent)))
