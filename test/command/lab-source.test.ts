import { join } from 'node:path'
import t from 'tap'
import { labDigest } from '../../src/attempt/attempt.ts'
import { type LabChoice, type LabSource, openLabSource } from '../../src/command/lab-source.ts'
import { loadLabs } from '../../src/command/load-labs.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'

const root = join(import.meta.dirname, '../..')
const lab = 'title: Mine\nsteps: [{id: a, text: t, run: "true", expect: [{exit: 0}]}]\n'
const cwd = t.testdir({
  'pid.yaml': lab,
  'wrong.yaml': 'title: 1\n',
  labs: { 'own.yaml': lab, 'broken.yaml': 'steps: 1\n' },
})

async function open(choice: Partial<LabChoice>): Promise<LabSource> {
  const found = await openLabSource({ labFrom: 'course', ...choice }, { root, cwd })
  if ('problems' in found) throw new Error(found.problems.map(({ code }) => code).join())
  return found
}

t.test('a submission is of the lab that it names, or else of the one on the command line', async t => {
  const source = await open({ lab: 'uts' })
  t.match(source.draw('namespace/pid', 'monday'), { id: 'namespace/pid', seed: 'monday' })
  t.match(source.draw(undefined, 'monday'), { id: 'namespace/uts' })
  t.match(source.draw('own', '1'), { title: 'Mine' })
})

t.test('a lab is the same one however it was found', async t => {
  const { labs } = await loadLabs(['pid'], { root, cwd: root, seed: 'monday' })
  const [done] = labs
  const judged = (await open({})).draw('namespace/pid', 'monday')
  t.equal(done && labDigest(done, nodeRuntime.digest), labDigest(judged, nodeRuntime.digest))
})

t.test('what a submission names is never a path', async t => {
  const source = await open({})
  for (const name of ['pid.yaml', './pid.yaml', join(cwd, 'pid.yaml'), '../pid', 'pid', '', 'constructor'])
    t.throws(() => source.draw(name, '1'), { name: 'NotRead', message: /^there is no lab / })
  t.throws(() => source.draw('namespace/pit', '1'), { message: /the nearest is namespace\/pid$/ })
  t.throws(() => source.draw(undefined, '1'), { message: /names no lab, and there is no --lab$/ })
})

t.test('--lab-from judges by another file, and no submissions of other labs', async t => {
  const source = await open({ labFrom: 'pid.yaml' })
  t.match(source.draw('namespace/pid', '1'), { id: 'namespace/pid', title: 'Mine', file: 'pid.yaml' })
  t.match(source.draw(undefined, '1'), { id: 'pid' })
  t.throws(() => source.draw('namespace/uts', '1'), {
    message: /was made at the lab namespace\/uts, .*; a file of namespace\/uts is called uts\.yaml$/,
  })
})

t.test('a lab of the command line that cannot be read is told before anything is performed', async t => {
  for (const [choice, code] of [
    [{ lab: 'nosuch' }, 'unknown-lab'],
    [{ labFrom: 'nosuch.yaml' }, 'no-such-file'],
    [{ lab: 'wrong.yaml' }, /./],
  ] as const)
    await t.rejects(open(choice), { message: code })
  await t.rejects(open({ lab: 'namespace' }), { code: 'several-labs' })
})

t.test('the lab of one submission that has mistakes costs no other', async t => {
  const source = await open({})
  t.throws(() => source.draw('broken', '1'), { message: /unboxed validate labs\/broken.yaml$/ })
  t.ok(source.draw('own', '1'))
})
