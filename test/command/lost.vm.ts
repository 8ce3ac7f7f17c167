import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { commandOf, qemusOf, startUnboxed, unboxed, until } from './unboxed.ts'

await useOwnCache(t)

const file = join(t.testdir(), 'wait.yaml')
writeFileSync(
  file,
  `
title: Waits
about: For tests that interfere.
steps:
  - id: begin
    text: Begins.
    run: echo begun
    expect: [{exit: 0}]
  - id: wait
    text: Waits.
    run: sleep 60
    timeout: 120s
    expect: [{exit: 0}]
`,
)

t.test('a VM that dies in the middle of a lab is an error of the machine, never a failed check', async t => {
  const { child, seen, ended } = startUnboxed(['run', file, '--reporter', 'jsonl'])
  t.ok(await until(90_000, () => seen.stdout.includes('sleep 60')), 'the lab is under way')
  const [qemu] = qemusOf(child.pid as number)
  process.kill(qemu as number, 'SIGKILL')
  const { code, stdout } = await ended
  const events = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  t.equal(code, 3)
  const verdicts = events
    .filter(({ type }) => type === 'verdict')
    .map(({ verdict }) => [verdict.check, verdict.outcome])
  t.same(verdicts, [
    ['begin/1', 'pass'],
    ['wait/1', 'error'],
  ])
  const { ended: reason } = events.find(({ type }) => type === 'attempt-end')
  t.equal(reason.code, 'vm-lost')
  t.match(reason.message, /virtual machine is gone \(.*SIGKILL.*\); the last lines of its console:\n/)
})

t.test('Ctrl-C ends the run, the VM with it, and says so', async t => {
  const { child, seen, ended } = startUnboxed(['run', file, '--reporter', 'jsonl'])
  t.ok(await until(90_000, () => seen.stdout.includes('sleep 60')), 'the lab is under way')
  const qemus = qemusOf(child.pid as number)
  t.equal(qemus.length, 1, 'it has a VM')
  const began = performance.now()
  child.kill('SIGINT')
  t.equal((await ended).code, 130)
  t.ok(performance.now() - began < 30_000, 'it waits for nothing')
  t.same(qemus.map(commandOf), [''])
})

t.test('kill -9 of the runner at ten moments leaves nothing behind the next start', async t => {
  const orphans: number[] = []
  for (let moment = 1; moment <= 10; moment++) {
    const { child, ended } = startUnboxed(['run', file, '--reporter', 'jsonl'])
    const qemus = () => qemusOf(child.pid as number)
    await new Promise(resolve => setTimeout(resolve, moment * 250))
    // However slow this machine is just now, the last one is killed with a VM.
    if (moment === 10) t.ok(await until(90_000, () => qemus().length > 0), 'a VM is started')
    orphans.push(...qemus())
    child.kill('SIGKILL')
    await ended
  }
  t.ok(orphans.length > 0, 'some were killed with a VM')
  t.ok(await until(10_000, () => orphans.every(pid => commandOf(pid) === '')), 'no QEMU outlives its runner')
  const status = JSON.parse((await unboxed(['machine', 'status', '--json'])).stdout)
  t.ok(status.left > 0, 'folders are left')
  const next = await unboxed(['run', 'uts', '--reporter', 'jsonl'])
  t.equal(next.code, 0, next.stderr)
  t.match(next.stdout, '"type":"swept"', 'the next start says what it swept')
  const after = JSON.parse((await unboxed(['machine', 'status', '--json'])).stdout)
  t.match(after, { running: 0, left: 0 })
})
