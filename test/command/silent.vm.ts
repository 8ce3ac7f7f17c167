import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { eventsOf, qemusOf, startUnboxed, startWithInput, unboxed, until, verdictsOf } from './unboxed.ts'

await useOwnCache(t)

/** Writes a lab of one step that must exit with 0, and a second one. */
function labOf(folder: string, run: string, timeout = '100s'): string {
  const file = join(folder, 'silent.yaml')
  const steps = [
    { id: 'silence', text: 'Interferes.', run, timeout, expect: [{ exit: 0 }] },
    { id: 'next', text: 'Goes on.', run: 'echo 42', expect: [{ output: 'stdout', text: '42' }] },
  ]
  writeFileSync(file, JSON.stringify({ title: 'Interferes', about: 'For tests.', timeout: '200s', steps }))
  return file
}

/** What a lab can do to the agent, with the code of the reason that the attempt ends with. */
const silences: Record<string, { readonly run: string; readonly code: string }> = {
  'the agent is stopped': { run: 'kill -STOP $(pgrep -x node); sleep 60', code: 'agent-silent' },
  'the agent is stopped, and the step has ended': {
    run: 'kill -STOP $(pgrep -x node)',
    code: 'agent-silent',
  },
  'the group of the agent is frozen': {
    run: 'echo 1 > /sys/fs/cgroup/agent/cgroup.freeze; sleep 60',
    code: 'agent-silent',
  },
  'what starts processes for the agent is stopped': {
    run: 'pkill -STOP -o unboxed-enter; sleep 60',
    code: 'agent-impaired',
  },
  'what starts processes for the agent is killed': {
    run: 'pkill -KILL -o unboxed-enter; sleep 60',
    code: 'agent-impaired',
  },
  'the agent is killed': { run: 'pkill -KILL -x node; sleep 60', code: 'kernel-panicked' },
}

for (const [what, { run, code }] of Object.entries(silences))
  t.test(`${what}: an error within ten seconds, never a failed check`, async t => {
    const file = labOf(t.testdir(), run)
    const { seen, ended } = startUnboxed(['run', file, '--reporter', 'jsonl'])
    t.ok(await until(90_000, () => seen.stdout.includes('"type":"operation"')), 'the step has begun')
    const began = performance.now()
    t.ok(await until(60_000, () => seen.stdout.includes('"type":"attempt-end"')), 'it has ended')
    const ms = performance.now() - began
    t.ok(ms < 10_000, `after ${Math.round(ms)} ms`)
    const end = await ended
    t.equal(end.code, 3)
    t.same(
      verdictsOf(end).map(({ outcome }) => outcome),
      ['error', 'error'],
    )
    t.match(
      eventsOf(end).find(({ type }) => type === 'attempt-end'),
      { ended: { kind: 'error', code } },
    )
  })

t.test('an agent that goes on after three seconds is forgiven', async t => {
  const run = 'kill -STOP $(pgrep -x node); sleep 3; kill -CONT $(pgrep -x node)'
  const { code, stdout } = await unboxed(['run', labOf(t.testdir(), run), '--reporter', 'jsonl'])
  t.equal(code, 0, stdout)
})

t.test('a machine that is stopped owes nothing, and its time does not count', async t => {
  const file = labOf(t.testdir(), 'sleep 4; echo awake', '1s') // six seconds in an emulated machine
  const { child, seen, ended } = startUnboxed(['run', file, '--reporter', 'jsonl'])
  t.ok(await until(90_000, () => seen.stdout.includes('"type":"operation"')), 'the step has begun')
  const [qemu = 0] = qemusOf(child.pid as number)
  process.kill(qemu, 'SIGSTOP')
  await new Promise(resolve => setTimeout(resolve, 15_000))
  process.kill(qemu, 'SIGCONT')
  const end = await ended
  t.equal(end.code, 0, end.stdout)
})

t.test('a shell whose agent is stopped ends, and says why', async t => {
  const { child, seen, ended } = startWithInput(['shell'])
  child.stdin.write('echo begun\n')
  t.ok(await until(90_000, () => seen.stdout.includes('begun')), 'the shell is there')
  child.stdin.write('kill -STOP $(pgrep -x node)\n')
  const began = performance.now()
  const { code, stderr } = await ended
  t.ok(performance.now() - began < 12_000)
  t.equal(code, 3)
  t.match(stderr, 'the agent in the machine does not answer')
})
