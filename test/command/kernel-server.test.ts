import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { acceptTerminals, type JoinOptions } from '../../src/command/join-server.ts'
import { connectTo, openShells } from '../../src/command/open-shells.ts'
import { remoteKernel } from '../../src/command/remote-kernel.ts'
import type { World } from '../../src/command/world.ts'
import type { KernelView } from '../../src/live/kernel-view.ts'
import { UnsupportedKernel } from '../../src/outside/failure.ts'
import { aProcess, aWalk } from '../live/a-walk.ts'

const open: JoinOptions['open'] = async () => {
  throw new Error('no shell is asked for')
}

/** A machine that is open in this process, and who watches it. */
async function machineOf(t: Test, opening?: JoinOptions['opening']) {
  const world = { env: { XDG_CACHE_HOME: t.testdir() }, uid: process.getuid?.() } as unknown as World
  const machine = { name: 'local', description: 'a machine' }
  const joining = await acceptTerminals(machine, world, { open, ...(opening && { opening }) })
  t.teardown(() => joining.close())
  const watch = async () => {
    const [shell] = await openShells(world)
    if (!shell) throw new Error('no machine is open')
    const socket = await connectTo(shell)
    const views: KernelView[] = []
    const closed: true[] = []
    const { follow } = remoteKernel({
      show: view => views.push(view),
      closed: () => closed.push(true),
      refused: said => new Error(`refused: ${said}`),
      lost: () => new Error('lost'),
    })
    return { socket, views, closed, ended: follow(socket) }
  }
  return { joining, watch }
}

const until = async (so: () => boolean) => {
  for (let tries = 0; !so() && tries < 500; tries++) await setTimeout(10)
}

t.test('several watch, from when the machine is open until it is closed', async t => {
  let walks = 0
  let now = aWalk()
  let begin: (connection: object) => void = () => undefined
  const { joining, watch } = await machineOf(
    t,
    new Promise(resolve => {
      begin = resolve
    }),
  )
  const first = await watch()
  begin({
    outside: () => ({
      walk: () => {
        walks += 1
        return now
      },
    }),
  })
  await until(() => first.views.length > 0)
  const second = await watch()
  now = aWalk([aProcess(70, 'sleep')])
  const hasSleep = (views: readonly KernelView[]) => views.at(-1)?.processes[1]?.name === 'sleep'
  await until(() => hasSleep(first.views) && hasSleep(second.views))
  t.ok(hasSleep(first.views) && hasSleep(second.views))
  first.socket.destroy()
  await t.rejects(first.ended, /lost/)
  const sent = first.views.length
  now = aWalk()
  await until(() => second.views.at(-1)?.processes.length === 1)
  t.equal(first.views.length, sent)
  await joining.close()
  await second.ended
  t.same(second.closed, [true])
  const before = walks
  await setTimeout(250)
  t.equal(walks, before, 'nobody watches')
})

t.test('what cannot be shown is refused, with the reason', async t => {
  const unsupported = () => {
    throw new UnsupportedKernel('task_struct.comm')
  }
  for (const [opening, says] of [
    [undefined, /refused: its kernel is not shown/],
    [Promise.resolve({}), /refused: unboxed cannot read the memory of the machine local/],
    [Promise.resolve({ outside: unsupported }), /refused: the guest's kernel has no task_struct.comm/],
    [
      Promise.resolve({ outside: () => ({ walk: unsupported }) }),
      /refused: the guest's kernel has no task_struct.comm/,
    ],
  ] as const) {
    const { watch } = await machineOf(t, opening)
    const { ended } = await watch()
    await t.rejects(ended, says)
  }
})

t.test('a machine that is lost is no refusal at once: who closes it tells', async t => {
  const walk = () => {
    throw new Error('the memory cannot be read')
  }
  const { joining, watch } = await machineOf(t, Promise.resolve({ outside: () => ({ walk }) }))
  const { ended, closed } = await watch()
  await setTimeout(100)
  await joining.close()
  await ended
  t.same(closed, [true])
})
