import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import type { Agent } from '../../src/agent/agent.ts'
import { childrenOf } from '../../src/agent/process-table.ts'
import { settle } from '../../src/agent/settle.ts'
import { failing } from './failing.ts'

const none = {} as Agent
const root = process.getuid?.() === 0

function started(command: string, ...args: string[]) {
  const child = spawn(command, args, { stdio: 'ignore' })
  t.teardown(() => child.kill('SIGKILL'))
  return child.pid as number
}

/** Parents first: a shell whose child was killed may have ended by the time it is its turn. */
function killAll(...pids: number[]) {
  for (const pid of pids) process.kill(pid, 'SIGKILL')
}

t.test('a process that is no wrapper is itself', async t => {
  const pid = started('sleep', '100')
  t.same(await settle(none, { pid, through: ['unshare'], timeout: 5000 }), { pid, chain: [pid] })
})

t.test('through unshare to what it forked', { skip: !root && 'takes root' }, async t => {
  const pid = started('unshare', '--fork', '--pid', '--kill-child', 'sleep', '100')
  const settled = await settle(none, { pid, through: ['unshare'], timeout: 5000 })
  t.not(settled.pid, pid)
  t.same(settled.chain, [pid, settled.pid])
  t.equal(readFileSync(`/proc/${settled.pid}/comm`, 'utf8'), 'sleep\n')
})

t.test('a wrapper with two children leads nowhere, and that is said', async t => {
  const pid = started('sh', '-c', 'sleep 100 & sleep 100 & wait')
  while (childrenOf(pid).length < 2) await sleep(5)
  await t.rejects(
    settle(none, { pid, through: ['sh'], timeout: 300 }),
    failing({ errno: 'ETIMEDOUT', message: /sh \(pid \d+\) had 2 children, and none/ }),
  )
  killAll(pid, ...childrenOf(pid))
})

t.test('the end of it is not waited out', async t => {
  const pid = started('sh', '-c', 'sleep 0.2; exit')
  const began = performance.now()
  await t.rejects(
    settle(none, { pid, through: ['sh', 'sleep'], timeout: 20_000 }),
    failing({ errno: 'ESRCH' }),
  )
  t.ok(performance.now() - began < 10_000)
})

t.test(
  'a program that became another is found as the only child',
  { skip: !root && 'takes root' },
  async t => {
    const pid = started('unshare', '--fork', '--pid', '--kill-child', 'sh', '-c', 'exec sleep 100')
    const settled = await settle(none, { pid, through: ['unshare'], timeout: 5000 })
    t.same(settled.chain, [pid, settled.pid])
  },
)

t.test('a helper beside the command is not taken for it', async t => {
  const pid = started('sh', '-c', 'sleep 30 & sh -c "sleep 60; :" "$0" "$@"', 'env', 'last')
  while (childrenOf(pid).length < 2) await sleep(5)
  const settled = await settle(none, { pid, through: ['sh', 'env'], timeout: 5000 }).catch(error => error)
  t.equal(settled.chain?.length ?? 0, 3, 'the inner shell, then its only child')
  killAll(pid, ...childrenOf(pid), settled.pid)
})
