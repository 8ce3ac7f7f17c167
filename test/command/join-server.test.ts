import { once } from 'node:events'
import { chmodSync, readdirSync, rmSync, statSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type FromRunner, listen, send } from '../../src/command/join-message.ts'
import { acceptTerminals } from '../../src/command/join-server.ts'
import { connectTo, openShells } from '../../src/command/open-shells.ts'
import { shellsBeside } from '../../src/command/shell-beside.ts'
import type { World } from '../../src/command/world.ts'
import type { AgentClient, ProcessEvent } from '../../src/protocol/client.ts'

const machine = { name: 'vm', description: 'a machine' }

/** The world of a user whose cache folder has a path that is longer than that of a socket may be. */
function worldIn(t: Test): World {
  const env = { XDG_CACHE_HOME: join(t.testdir(), 'a'.repeat(100), 'b'.repeat(100)) }
  return { env, uid: process.getuid?.() } as unknown as World
}

/** An agent that starts shells which do nothing by themselves, and remembers what it was asked for. */
function silentAgent() {
  const asked: [what: string, ask: object][] = []
  const listeners = new Map<string, (event: ProcessEvent) => void>()
  const client: AgentClient = {
    lost: new Promise(() => undefined),
    lose: () => undefined,
    heard: () => 0,
    listen: (key, listener) => {
      listeners.set(key, listener)
      return () => undefined
    },
    call: async (what, ask) => {
      asked.push([what, ask])
      return { pid: 1, at: 0 } as never
    },
  }
  const calls = (what: string) => asked.flatMap(([name, ask]) => (name === what ? [ask] : []))
  return {
    client,
    calls,
    say: (key: string, event: object) => listeners.get(key)?.({ key, ...event } as never),
  }
}

const heardOf = (socket: Socket) => {
  const heard: FromRunner[] = []
  listen<FromRunner>(socket, message => heard.push(message))
  return heard
}

async function joined(world: World): Promise<Socket> {
  const [shell] = await openShells(world)
  if (!shell) throw new Error('no shell is open')
  return connectTo(shell)
}

const until = async (so: () => boolean) => {
  for (let tries = 0; !so() && tries < 500; tries++) await setTimeout(10)
}

t.test('a terminal that joins has a shell of its own, and what it types goes there', async t => {
  const world = worldIn(t)
  const agent = silentAgent()
  const joining = await acceptTerminals(machine, world, {
    open: shellsBeside(agent.client, '/cgroup/terminal'),
  })
  t.match(await openShells(world), [{ pid: process.pid, machine: 'vm', description: 'a machine' }])
  const socket = await joined(world)
  const heard = heardOf(socket)
  send(socket, { type: 'typed early', end: false })
  send(socket, { screen: { term: 'vt100', size: { rows: 3, columns: 4 } } })
  send(socket, { type: 'ls\n', end: false })
  send(socket, { resize: { rows: 5, columns: 6 } })
  await until(() => agent.calls('resize').length > 0)
  t.match(agent.calls('start'), [
    {
      key: 'joined-1',
      argv: ['bash', '-l'],
      cgroup: '/cgroup/terminal',
      env: { TERM: 'vt100' },
      terminal: { rows: 3 },
    },
  ])
  t.same(agent.calls('type'), [{ key: 'joined-1', text: 'ls\n', end: false }])
  t.same(agent.calls('resize'), [{ key: 'joined-1', rows: 5, columns: 6 }])
  agent.say('joined-1', { event: 'output', stream: 'stdout', text: 'hé' })
  agent.say('joined-1', { event: 'exit', code: 4 })
  await once(socket, 'end')
  t.same(heard, [{ stream: 'stdout', text: 'hé' }, { exit: 4 }])
  await joining.close()
  t.same(await openShells(world), [])
})

t.test('one that goes away ends its shell; one that takes nothing is sent away', async t => {
  const world = worldIn(t)
  const agent = silentAgent()
  const joining = await acceptTerminals(machine, world, { open: shellsBeside(agent.client, '/c') })
  const [gone, deaf] = [await joined(world), await joined(world)]
  for (const socket of [gone, deaf]) {
    send(socket, { screen: {} })
    await setTimeout(20)
  }
  gone.destroy()
  await until(() => agent.calls('signal').length > 0)
  t.same(agent.calls('signal'), [{ key: 'joined-1', signal: 'SIGHUP' }])
  deaf.pause()
  const text = 'x'.repeat(1024 ** 2)
  for (let number = 0; number < 64; number++)
    agent.say('joined-2', { event: 'output', stream: 'stdout', text })
  await until(() => agent.calls('signal').length > 1)
  t.match(agent.calls('signal')[1], { key: 'joined-2' }, 'it is not kept without bound')
  await joining.close()
})

t.test('another program at the socket, and a stopped terminal, keep nobody', async t => {
  const world = worldIn(t)
  const joining = await acceptTerminals(machine, world, { open: shellsBeside(silentAgent().client, '/c') })
  const other = await joined(world)
  other.write('GET / HTTP/1.1\n\n')
  await once(other.resume(), 'close')
  const stopped = await joined(world)
  stopped.pause()
  const left = await joined(world)
  const heard = heardOf(left)
  const start = Date.now()
  await joining.close()
  t.ok(Date.now() - start < 5_000)
  await until(() => heard.length > 0)
  t.same(heard, [{ closed: true }])
  await joining.close()
})

t.test('only a folder of this user, which nobody else can enter, is joined', async t => {
  const world = worldIn(t)
  const joining = await acceptTerminals(machine, world, { open: shellsBeside(silentAgent().client, '/c') })
  const parent = join(world.env.XDG_CACHE_HOME ?? '', 'unboxed/shell')
  const folder = join(parent, readdirSync(parent)[0] ?? '')
  t.equal(statSync(folder).mode & 0o777, 0o700)
  t.equal((await openShells(world)).length, 1)
  t.same(await openShells({ ...world, uid: (world.uid ?? 0) + 1 }), [])
  chmodSync(folder, 0o755)
  t.same(await openShells(world), [])
  rmSync(folder, { recursive: true })
  t.same(await openShells(world), [])
  await joining.close()
})
