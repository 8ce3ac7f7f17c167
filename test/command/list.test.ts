import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { loadLabs } from '../../src/command/load-labs.ts'
import { openProgress } from '../../src/command/progress-store.ts'
import type { World } from '../../src/command/world.ts'
import { newProgress, stepDone } from '../../src/learn/advance.ts'
import { commanded } from './commanded.ts'

const lab = (title: string, more = '') =>
  `title: ${title}\n${more}steps:\n  - {id: one, text: A step., run: "true"}\n  - {id: two, text: A step., run: "true"}\n`

/** A course of its own, beside a state folder. */
function place(t: Test) {
  const root = t.testdir({
    labs: {
      '1-namespace': {
        '1-pid.yaml': lab('A process', 'level: easy\nminutes: 15\nclaims: [N1]\n'),
        '2-uts.yaml': lab('Two names', 'level: hard\n'),
      },
      '10-own_topic': { '1-a.yaml': lab('Mine') },
      'alone.yaml': lab('Alone'),
      'course.yaml':
        'title: C\ntopics:\n  - id: namespace\n    title: "Namespaces: *views*"\n    labs: [pid, uts]\n',
    },
    state: {},
  })
  const env = { XDG_STATE_HOME: join(root, 'state') }
  const list = (...args: string[]) => commanded(['list', ...args], { root, cwd: root, env, columns: 100 })
  return { root, env, list }
}

t.test('a course is listed by topic, and who has done nothing starts at its first lab', async t => {
  const { list } = place(t)
  t.same(await list(), {
    code: 0,
    stdout: `Namespaces: *views*
 → namespace/pid  A process  easy  15 min  start here  N1
   namespace/uts  Two names  hard

own_topic
   own_topic/a    Mine

   alone          Alone
`,
    stderr: '',
  })
})

t.test('what is done is shown, and the arrow moves on', async t => {
  const { root, env, list } = place(t)
  await doSteps(root, env, { 'namespace/pid': ['one', 'two'], 'own_topic/a': ['two', 'removed-since'] })
  const { stdout } = await list()
  t.match(stdout, / ✓ namespace\/pid {2}A process {2}easy {2}15 min {2}done /)
  t.match(stdout, / → namespace\/uts {2}Two names {2}hard {10}next\n/)
  t.match(stdout, / · own_topic\/a {4}Mine {21}1 of 2\n/)
})

t.test('a part of the course has no arrow', async t => {
  const { list } = place(t)
  t.equal((await list('own_topic')).stdout, 'own_topic\n   own_topic/a  Mine\n')
})

t.test('JSON says the same', async t => {
  const { root, env, list } = place(t)
  await doSteps(root, env, { 'namespace/pid': ['one'] })
  const labs = JSON.parse((await list('--json')).stdout)
  t.match(labs, [
    {
      ...{ id: 'namespace/pid', title: 'A process', level: 'easy', minutes: 15, claims: ['N1'] },
      ...{ steps: 2, stepsDone: 1, next: true, topic: { id: 'namespace', title: 'Namespaces: *views*' } },
    },
    { id: 'namespace/uts', level: 'hard', steps: 2, stepsDone: 0, next: false },
    { id: 'own_topic/a', topic: { id: 'own_topic', title: 'own_topic' } },
    { id: 'alone' },
  ])
  t.notOk('minutes' in labs[1])
  t.notOk('topic' in labs[3])
})

t.test('damaged progress counts as none and is told beside the list', async t => {
  const { root, list } = place(t)
  mkdirSync(join(root, 'state/unboxed/progress'), { recursive: true })
  writeFileSync(join(root, 'state/unboxed/progress/namespace.pid.json'), '{')
  const { code, stdout, stderr } = await list()
  t.equal(code, 0)
  t.match(stdout, /→ namespace\/pid .* start here/)
  t.match(stderr, /^unboxed: .*namespace\.pid\.json is damaged; what it holds is not lost, and not used\n$/)
})

t.test('without a state folder nothing is done', async t => {
  const { root } = place(t)
  const { code, stdout, stderr } = await commanded(['list'], { root, cwd: root })
  t.equal(code, 0)
  t.match(stdout, /start here/)
  t.equal(stderr, '')
})

t.test(
  'every lab of the course says how hard it is and how long it takes, and every topic has a title',
  async t => {
    const labs = JSON.parse((await commanded(['list', '--json'])).stdout)
    t.ok(labs.length >= 8)
    for (const { id, level, minutes, topic } of labs) {
      t.ok(level && minutes, id)
      t.match(topic.title, /^\p{Lu}.* /u, `${id}: a heading, not the name of a folder`)
    }
  },
)

async function doSteps(root: string, env: Record<string, string>, done: Record<string, string[]>) {
  const { labs } = await loadLabs([], { root, cwd: root, seed: 's' })
  const store = await openProgress({ env, stderr: process.stderr } as unknown as World)
  const now = '2026-01-31T12:00:00Z'
  for (const lab of labs)
    if (done[lab.id]) {
      const begun = newProgress(lab, '0f3c5d9a1b2e4c68', now)
      const all = (done[lab.id] ?? []).reduce((known, step) => stepDone(known, step, { lab, now }), begun)
      t.equal(await store.save(all), undefined)
    }
}
