import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { labDigest } from '../../src/attempt/attempt.ts'
import type { RefusedFile } from '../../src/command/evidence-problem.ts'
import { findSubmissions } from '../../src/command/find-submissions.ts'
import { openLabSource } from '../../src/command/lab-source.ts'
import { submissionReader } from '../../src/command/read-submission.ts'
import { openPlanned, type Planning, planReplay } from '../../src/command/replay-plan.ts'
import type { World } from '../../src/command/world.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'

const root = join(import.meta.dirname, '../..')
const script = '# unboxed-lab: namespace/uts\n#: box\nsudo unshare --uts bash\n'
const attempt = (rest: object) =>
  JSON.stringify({
    unboxed: { 'attempt-file': 1 },
    lab: 'namespace/uts',
    digest: 'f'.repeat(16),
    seed: 'monday',
    startedAt: '2026-01-01T00:00:00.000Z',
    machine: 'a machine',
    steps: [],
    seen: {},
    ...rest,
  })

async function planning(
  cwd: string,
  options: Partial<Planning> = {},
): Promise<Planning & { refused: RefusedFile[] }> {
  const labs = await openLabSource({ lab: 'pid', labFrom: 'course' }, { root, cwd })
  if ('problems' in labs) throw new Error('the labs are valid')
  const refused: RefusedFile[] = []
  return {
    read: submissionReader({} as World),
    labs,
    seed: 'replay',
    refuse: file => refused.push(file),
    signal: new AbortController().signal,
    refused,
    ...options,
  }
}

async function planOf(files: Record<string, string>, options?: Partial<Planning>) {
  const cwd = t.testdir(files)
  const given = await planning(cwd, options)
  const found = await findSubmissions(['.'], { cwd })
  return { cwd, given, ...(await planReplay(found.files, given)) }
}

t.test('each submission gets its lab, its seed and an ID of its own', async t => {
  const { planned, labs, given } = await planOf({
    'ada.sh': script,
    'ben.sh': '#: box\ntrue\n',
    'empty.sh': ' \n',
  })
  t.same(given.refused, [])
  t.same(
    planned.map(({ head: { id } }) => id),
    ['namespace/uts~replay~1~ada', 'namespace/pid~replay~1~ben', 'namespace/pid~replay~1~empty'],
  )
  t.same(
    labs.map(({ id }) => id),
    ['namespace/uts', 'namespace/pid'],
  )
})

t.test('what cannot be read is listed, and the others are planned', async t => {
  const { planned, given } = await planOf({
    'ada.sh': script,
    'broken.json': '{',
    'binary.sh': `${script}\u0000`,
    'unknown.sh': '# unboxed-lab: namespace/nosuch\n#: box\ntrue\n',
    'typo.sh': script.replace('#: box', '#: bocks'),
  })
  t.same(
    planned.map(({ head }) => head.learner),
    ['ada'],
  )
  const why = (name: string) => given.refused.find(({ file }) => file.endsWith(name))?.why
  t.equal(given.refused.length, 4)
  t.match(why('broken.json'), /not JSON/)
  t.match(why('unknown.sh'), /there is no lab namespace\/nosuch/)
  t.match(why('typo.sh'), /^line 2: .*bocks/)
})

t.test('equal learner, lab and seed are numbered', async t => {
  const { planned } = await planOf({
    'ada.sh': script.replace('\n', '\n# unboxed-learner: ada\n'),
    'other.sh': script.replace('\n', '\n# unboxed-learner: ada\n'),
  })
  t.same(
    planned.map(({ head: { id } }) => id),
    ['namespace/uts~replay~1~ada', 'namespace/uts~replay~2~ada'],
  )
})

t.test('the turn of a submission brings its lines, unless they have changed', async t => {
  const { planned, given } = await planOf({ 'ada.sh': script })
  const [first] = planned
  if (!first?.from.path) throw new Error('it is planned')
  t.match(await openPlanned(first, given), { submission: { steps: [{ id: 'box' }] }, notes: [] })
  writeFileSync(first.from.path, script.replace('uts', 'net'))
  t.equal(await openPlanned(first, given), undefined)
  t.match(given.refused, [{ why: /changed since/ }])
})

t.test('the key of a result changes with the lines, the lab and the seed, and with nothing else', async t => {
  const keyOf = async (text: string, name: string, seed = 'replay') => {
    const { planned, given } = await planOf({ [name]: text }, { seed })
    return planned[0] && (await openPlanned(planned[0], given))?.key
  }
  const key = await keyOf(script, 'ada.sh')
  t.equal(await keyOf(script, 'ben.sh'), key)
  t.equal(await keyOf(`# unboxed-learner: Ben\n# A comment.\n${script}`, 'ben.sh'), key)
  t.not(await keyOf(script.replace(/^(#: \w+)$/m, '$1 @3'), 'ada.sh'), key)
  t.not(await keyOf(`${script}true\n`, 'ada.sh'), key)
  t.not(await keyOf(script, 'ada.sh', 'monday'), key)
  t.not(await keyOf(script.replace(/.*\n/, ''), 'ada.sh'), key)
})

t.test('what a reader of the mark has to know is noted', async t => {
  const notes = async (text: string, name = 'ada.json') => {
    const { planned, given } = await planOf({ [name]: text })
    if (!planned[0]) throw new Error(JSON.stringify(given.refused))
    return (await openPlanned(planned[0], given))?.notes.map(({ code }) => code)
  }
  t.same(await notes('', 'ada.sh'), ['nothing-handed-in'])
  t.same(await notes(script, 'ada.sh'), [])
  t.same(await notes(attempt({})), ['lab-changed', 'nothing-handed-in'])
  const labs = await openLabSource({ labFrom: 'course' }, { root, cwd: root })
  if ('problems' in labs) throw new Error('the labs are valid')
  const digest = labDigest(labs.draw('namespace/uts', 'monday'), nodeRuntime.digest)
  t.same(await notes(attempt({ digest })), ['nothing-handed-in'], 'the same version')
})
