import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { Agent } from '../../src/agent/agent.ts'
import { childrenOf } from '../../src/agent/process-table.ts'
import { settle } from '../../src/agent/settle.ts'
import { failing } from './failing.ts'

/** An agent that has started this, and nothing else. */
const agent = (pid: number, argv: readonly string[]) =>
  ({ started: new Map([['box', { argv, running: { pid } }]]) }) as unknown as Agent
const none = agent(0, [])
const root = process.getuid?.() === 0
const folder = mkdtempSync(join(tmpdir(), 'settle-'))
t.teardown(() => rmSync(folder, { recursive: true }))

/** Starts it, and ends it with all below it at the end of the test: timeout(1) has a process group of its own. */
function started(t: Test, command: string, ...args: string[]) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], detached: true })
  const { pid = 0 } = child
  let ending = false
  child.on('exit', (code, signal) => {
    if (!ending) t.comment(`${command} ended: ${signal ?? code}`)
  })
  t.teardown(() => {
    ending = true
    for (const each of treeOf(pid)) {
      try {
        process.kill(each, 'SIGKILL')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
    }
  })
  return pid
}

const treeOf = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(treeOf)]

const commandOf = (pid: number) =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1).join(' ')

t.test('a process that is no wrapper is itself', async t => {
  const pid = started(t, 'sleep', '1000')
  t.same(await settle(none, { pid, timeout: 5000 }), { pid, chain: [pid], words: ['sleep', '1000'] })
})

const script = join(folder, 'serve')
writeFileSync(script, '#!/bin/sh\nsleep 1000\n', { mode: 0o755 })

/** What each line ends in, and whether that is another process than the one that was started. */
const lines: readonly [argv: string[], end: string, other: boolean][] = [
  [['env', 'A=b', 'nice', '-n', '5', 'sleep', '1000'], 'sleep 1000', false],
  [['taskset', '-c', '0', 'sleep', '1000'], 'sleep 1000', false],
  [['timeout', '500', 'sleep', '1000'], 'sleep 1000', true],
  [['timeout', '500', script], `/bin/sh ${script}`, true],
  [['sh', '-c', "timeout 500 sh -c 'exec sleep 1000'"], 'sleep 1000', true],
  [['dash', '-c', 'sleep 1000 >/dev/null'], 'sleep 1000', true],
  [['bash', '-c', 'sleep 1000 >/dev/null'], 'sleep 1000', true],
  [['dash', '-c', '( cd /; exec sleep 1000 ) >/dev/null'], 'sleep 1000', true],
  [['bash', '-c', "dash -c 'sleep 1000'"], 'dash -c sleep 1000', false],
  [['dash', '-c', "dash -c 'sleep 1000'"], 'dash -c sleep 1000', true],
  [['timeout', '500', 'dash', '-c', 'sleep 0.5; exec dash -c "sleep 1000"'], 'dash -c sleep 1000', true],
  [['timeout', '500', 'dash', '-c', 'timeout 500 sleep 1000 >/dev/null'], 'sleep 1000', true],
  [['timeout', '500', 'dash', '-c', '$(echo timeout) 500 sleep 1000'], 'sleep 1000', true],
  [['timeout', '500', 'dash', '-c', '$(echo sleep) 1000'], 'dash -c $(echo sleep) 1000', true],
  [['sh', '-c', 'sleep 0.3; exec nice sleep 1000'], 'sleep 1000', false],
  [['sh', '-c', 'true; sleep 1000'], 'sh -c true; sleep 1000', false],
  [['bash', '-c', 'sleep 1000 & wait'], 'bash -c sleep 1000 & wait', false],
  [['bash', '-c', 'sleep $(sleep 0.5; echo 1000)'], 'sleep 1000', false],
  [['sh', '-c', 'timeout 500 $(sleep 0.5; echo sleep) 1000 >/dev/null'], 'sleep 1000', true],
  [['sh', '-c', '$(sleep 0.5; echo timeout 500 sleep 1000)'], 'sleep 1000', true],
]
for (const [argv, end, other] of lines)
  t.test(argv.join(' '), async t => {
    const [command = '', ...args] = argv
    const first = started(t, command, ...args)
    const { pid, chain } = await settle(agent(first, argv), { pid: first, timeout: 10_000 })
    t.equal(commandOf(pid), end)
    t.equal(pid !== first, other)
    t.equal(chain[0], first)
    t.equal(chain.at(-1), pid)
  })

t.test('through unshare to what it forked', { skip: !root && 'takes root' }, async t => {
  const pid = started(t, 'unshare', '--fork', '--pid', '--kill-child', 'sleep', '1000')
  const settled = await settle(none, { pid, timeout: 5000 })
  t.not(settled.pid, pid)
  t.match(settled, { chain: [pid, settled.pid], words: ['sleep', '1000'] })
})

t.test('what is not there yet is said', async t => {
  const pid = started(t, 'sh', '-c', 'while [ ! -e /never ]; do sleep 0.1; done; exec sleep 1000')
  await t.rejects(
    settle(none, { pid, timeout: 300 }),
    failing({ errno: 'ETIMEDOUT', message: `after 300 ms sh (pid ${pid}) had not become sleep 1000` }),
  )
})

t.test('who once was what was asked for stays so, whatever becomes of it', async t => {
  const argv = ['timeout', '500', 'bash', '-c', 'sleep 0.3; sleep 1000']
  const [command = '', ...args] = argv
  const first = started(t, command, ...args)
  const early = await settle(agent(first, argv), { pid: first, timeout: 5000 })
  t.same(early.words, ['bash', '-c', 'sleep 0.3; sleep 1000'])
  while (commandOf(early.pid) !== 'sleep 1000') await sleep(5)
  const late = await settle(agent(first, argv), { pid: first, timeout: 0 })
  t.same(late, { pid: early.pid, chain: [first, early.pid], words: ['sleep', '1000'] })
})

t.test('children that no words tell of are nobody, unless there is only one', async t => {
  const renamed = 'exec -a other sleep 1000'
  const pid = started(t, 'bash', '-c', `timeout 500 bash -c "${renamed}"`)
  t.match(await settle(none, { pid, timeout: 5000 }), { words: ['other', '1000'] })
  const helped = started(t, 'bash', '-c', `exec -a timeout bash -c '${renamed} & ${renamed} & wait' 500 x`)
  while (childrenOf(helped).length < 2) await sleep(5)
  t.match(await settle(none, { pid: helped, timeout: 500 }).catch(error => error), {
    message: /timeout \(pid \d+\) had 2 children, and none was/,
  })
})

t.test('the end of it is not waited out', async t => {
  const pid = started(t, 'sh', '-c', 'sleep 0.2; exit; exec sleep 1000')
  const began = performance.now()
  await t.rejects(settle(none, { pid, timeout: 20_000 }), failing({ errno: 'ESRCH' }))
  t.ok(performance.now() - began < 10_000)
})
