import { join } from 'node:path'
import t from 'tap'
import { readHandIn } from '../../src/command/hand-in-archive.ts'
import { loadLabs } from '../../src/command/load-labs.ts'
import { openProgress } from '../../src/command/progress-store.ts'
import type { World } from '../../src/command/world.ts'
import { openVm } from '../../src/machine/vm/vm.ts'
import { vmGround } from '../../src/plan/ground.ts'
import { referenceSubmission } from '../../src/submission/reference.ts'
import { attempted } from '../attempt/actor/hand/by-hand.ts'
import { attemptFileOf, pasting } from '../attempt/actor/hand/pasting.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { vmSettings } from '../machine/vm/settings.ts'
import { unboxed } from './unboxed.ts'

t.setTimeout(600_000)
await useOwnCache(t)
const folder = t.testdir({ state: {} })
const env = { ...process.env, XDG_STATE_HOME: join(folder, 'state') }
const archive = join(folder, 'ada.tar.gz')

t.test('two labs are done by hand, one of them only in part, and saved', async t => {
  const root = join(import.meta.dirname, '../..')
  const { labs } = await loadLabs(['uts', 'mount'], { root, cwd: root, seed: 'hand-in' })
  const store = await openProgress({ env, stderr: process.stderr } as unknown as World)
  const vm = await openVm(vmSettings(t))
  t.teardown(() => vm.close())
  t.equal(labs.length, 2)
  for (const lab of labs) {
    const whole = referenceSubmission(lab, vmGround)
    const steps = lab.id === 'namespace/uts' ? whole.steps : whole.steps.slice(0, 1)
    const made = await attempted(lab, pasting({ ...whole, steps }), vm)
    t.equal(await store.saveAttempt(lab.id, attemptFileOf(lab, made)), undefined)
  }
})

t.test('what a grader will see is shown, and the archive is written although a check fails', async t => {
  const run = await unboxed(['hand-in', '--out', archive, '--learner', 'Ada Lovelace'], env)
  t.equal(run.code, 1, run.stderr)
  t.match(run.stdout, /namespace\/mount \(Ada Lovelace, seed hand-in\)/)
  t.notMatch(run.stdout, /another version/)
  t.match(run.stdout, /ada\.tar\.gz: 2 attempts, 7 of 13 points as judged here\n$/)
  t.same(
    (await readHandIn(archive)).map(({ name }) => name),
    ['namespace.mount.attempt.json', 'namespace.uts.attempt.json'],
  )
})

t.test('the grader sees the same', async t => {
  const run = await unboxed(['replay', archive, '--reporter', 'csv'])
  t.equal(run.code, 1)
  const [head = [], ...rows] = run.stdout
    .trim()
    .split('\r\n')
    .map(line => line.split(','))
  const marks = rows.map(row => Object.fromEntries(head.map((name, index) => [name, row[index]])))
  t.match(marks, [
    { lab: 'namespace/mount', learner: 'Ada Lovelace', outcome: 'fail' },
    { lab: 'namespace/uts', learner: 'Ada Lovelace', outcome: 'pass' },
  ])
  t.equal(
    marks.reduce((sum, { earned }) => sum + Number(earned), 0),
    7,
  )
})
