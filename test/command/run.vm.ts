import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { labFiles } from '../lab-files.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { eventsOf, unboxed, verdictsOf } from './unboxed.ts'

await useOwnCache(t)

const evidence = t.testdir()

t.test('every lab of the course passes, each in a fresh VM, and leaves nothing', async t => {
  const run = await unboxed(['run', '--reporter', 'jsonl', '--evidence', evidence])
  const verdicts = verdictsOf(run)
  t.ok(verdicts.length > 40, 'the checks are judged')
  t.same(
    verdicts
      .filter(({ outcome }) => outcome !== 'pass')
      .map(({ lab, check, facts, reason }) => ({ lab, check, facts, reason })),
    [],
  )
  const ends = eventsOf(run).flatMap(event => (event.type === 'attempt-end' ? [event] : []))
  t.equal(ends.length, labFiles.length)
  t.same(
    ends.flatMap(({ leaks }) => leaks),
    [],
    'no leaks',
  )
  t.equal(run.code, 0, run.stderr)

  t.test('its evidence gives the same verdicts where there is no QEMU', async t => {
    t.equal(readdirSync(evidence).length, labFiles.length)
    const judged = await unboxed(['judge', evidence, '--reporter', 'jsonl'], { PATH: '/nowhere' })
    t.equal(judged.code, 0, judged.stderr)
    const essence = (all: typeof verdicts) =>
      all
        .map(({ lab, check, outcome, facts }) => ({ lab, check, outcome, facts }))
        .sort((a, b) => compare(key(a), key(b)))
    t.same(essence(verdictsOf(judged)), essence(verdicts))
  })
})

t.test('doctor tells of KVM what the build has found, and not what might be', async t => {
  const { stdout } = await unboxed(['doctor', '--json'])
  const found = (JSON.parse(stdout) as { what: string; found: string }[]).find(
    ({ what }) => what === 'KVM',
  )?.found
  t.match(found, /kernel booted|can't use|is missing|can't be used/)
})

t.test('the place of a step changes no group that was there, but for what its limits need', async t => {
  const file = join(import.meta.dirname, '../fixtures/run/existing-group.yaml')
  const run = await unboxed(['run', file, '--reporter', 'jsonl'])
  const verdicts = verdictsOf(run)
  t.equal(verdicts.length, 13, run.stderr)
  t.same(
    verdicts.filter(({ outcome }) => outcome !== 'pass').map(({ check, facts }) => ({ check, facts })),
    [],
  )
})

t.test('a step says why the kernel refused a write: its shell is bash, also within namespaces', async t => {
  const refusals = {
    'Device or resource busy': 'echo 0 > cgroup.procs; echo +memory > cgroup.subtree_control',
    'Operation not supported': 'mkdir a b; echo threaded > a/cgroup.type; echo 0 > b/cgroup.procs',
    'Operation not permitted': 'echo 0 0 1 > /proc/$$/uid_map',
    'Invalid argument': 'echo lots > memory.max',
  }
  const steps = Object.entries(refusals).flatMap(([words, run], index) =>
    ['', '{namespaces: [uts, ipc]}'].map(
      (place, number) => `
  - id: step-${index}-${number}
    text: t
    ${place && `in: ${place}`}
    run: |
      mkdir \${cgroup}/${index}-${number}; cd \${cgroup}/${index}-${number}; ${run}
    expect: [{output: stderr, text: "/: ${words}$/"}]`,
    ),
  )
  const folder = t.testdir({ 'refused.yaml': `title: t\nsteps:${steps.join('')}\n` })
  const run = await unboxed(['run', `${folder}/refused.yaml`, '--reporter', 'jsonl'])
  const verdicts = verdictsOf(run)
  t.equal(verdicts.length, 8, run.stderr)
  t.same(
    verdicts.filter(({ outcome }) => outcome !== 'pass').map(({ check, facts }) => ({ check, facts })),
    [],
  )
})

const key = ({ lab, check }: { lab: string; check: string }) => `${lab} ${check}`
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))
