import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { groundOf, recordPlace, writeRecordFile } from '../../src/command/proof-record.ts'
import type { World } from '../../src/command/world.ts'
import { commanded } from './commanded.ts'

const lab = (run: string, title = 'A lab') => `title: ${title}
vars: {n: {pick: [1, 2, 3]}}
steps:
  - {id: say, text: Say it., run: "${run}", expect: [{output: stdout, text: "\${n}"}]}
`

/** A course of two labs, and what is said of their records. */
function place(t: Test) {
  const root = t.testdir({
    labs: { topic: { 'a.yaml': lab('echo ${n}'), 'b.yaml': lab('echo ${n}; true') } },
    scripts: { image: {} },
  })
  const world = { cwd: root, root } as World
  const at = { root, cwd: root, env: { XDG_CACHE_HOME: join(root, 'cache') } }
  const check = (...args: string[]) => commanded(['prove', '--check', ...args], at)
  const file = (id: string) => join(root, `test/proofs/${id}.json`)
  const record = async (id: string, kernel = '6.12') => {
    const { file, lab } = recordPlace({ file: `labs/${id}.yaml` }, world)
    const ground = groundOf(lab, kernel, world)
    await writeRecordFile(file, { ...ground, kernel, made: { release: `${kernel}.1` } })
  }
  return { root, check, file, record }
}

t.test('what is not recorded is missing; what is recorded is current', async t => {
  const { check, record, file } = place(t)
  const none = await check()
  t.equal(none.code, 1)
  t.match(none.stdout, /✗ topic\/a {2}no proof is recorded\n/)
  t.match(none.stdout, '0 of 2 labs have a proof that holds. Kernels were not compared')
  await record('topic/a')
  const text = readFileSync(file('topic/a'), 'utf8')
  t.match(text, '"reference 3"')
  await record('topic/b')
  t.match(await check(), {
    code: 0,
    stdout: / ✓ topic\/b {2}current\n\n2 of 2 labs have a proof/,
    stderr: '',
  })
  t.match(JSON.parse((await check('a', '--json')).stdout), {
    labs: [{ id: 'topic/a', state: 'current' }],
    ofNoLab: [],
  })
})

t.test('a lab has one record, however it is named', async t => {
  const { root, check, record } = place(t)
  await record('topic/a')
  for (const name of ['topic/a', 'labs/topic/a.yaml', join(root, 'labs/topic/a.yaml')])
    t.match(await check(name), { code: 0, stdout: ' ✓ topic/a  current\n' }, name)
})

t.test('a command that changes makes it stale, a title does not', async t => {
  const { root, check, record } = place(t)
  await record('topic/a')
  const write = (text: string) => writeFileSync(join(root, 'labs/topic/a.yaml'), text)
  write(lab('echo ${n}', 'Another title'))
  t.equal((await check('a')).code, 0)
  write(lab('echo -n ${n}'))
  const stale = await check('a')
  t.equal(stale.code, 1)
  t.match(
    stale.stdout,
    / ~ topic\/a {2}stale: changed 7 of 7 parts: untouched machine, reference 1, reference 2, reference 3, …\n/,
  )
})

t.test('a record that says the same is left as it was, with what it was made with', async t => {
  const { file, record } = place(t)
  await record('topic/a')
  const text = readFileSync(file('topic/a'), 'utf8').replace('"6.12.1"', '"6.12.7"')
  writeFileSync(file('topic/a'), text)
  await record('topic/a')
  t.equal(readFileSync(file('topic/a'), 'utf8'), text)
  await record('topic/a', '6.13')
  t.match(readFileSync(file('topic/a'), 'utf8'), '"6.13.1"')
})

t.test('a file that is no record, and the record of no lab', async t => {
  const { check, file, record } = place(t)
  for (const id of ['topic/a', 'topic/b', 'topic/gone']) {
    mkdirSync(dirname(file(id)), { recursive: true })
    writeFileSync(file(id), '<<<<<<< ours\n')
  }
  await record('topic/b')
  const { code, stdout } = await check()
  t.equal(code, 1)
  t.match(stdout, ' ~ topic/a  stale: the file is no record of a proof\n')
  t.match(stdout, ' ✓ topic/b  current\n')
  t.match(stdout, ' ✗ test/proofs/topic/gone.json  is the record of no lab: remove it\n')
})

t.test('a lab in no folder of labs has no place for a record', async t => {
  const { root, check } = place(t)
  writeFileSync(join(root, 'alone.yaml'), lab('echo ${n}'))
  t.match(await check('alone.yaml'), { code: 2, stderr: /cannot be recorded: it is in no folder named labs/ })
})

t.test('options of a proof have no meaning for a comparison of records', async t => {
  const { check } = place(t)
  for (const option of [['--record'], ['--seed', 'x'], ['--no-cache'], ['--machine', 'vm']])
    t.match(await check(...option), { code: 2, stderr: '--check' }, option.join(' '))
})
