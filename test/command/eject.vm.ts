import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pLimit from 'p-limit'
import t, { type Test } from 'tap'
import { loadLabs } from '../../src/command/load-labs.ts'
import { openVm } from '../../src/machine/vm/vm.ts'
import { vmGround } from '../../src/plan/ground.ts'
import { fileName, labScript } from '../../src/plan/script.ts'
import type { Verdict } from '../../src/verdict/verdict.ts'
import { drawLabs } from '../draw.ts'
import { talk } from '../machine/talk.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { judgeEjected } from './ejected.ts'
import { unboxed, verdictsOf } from './unboxed.ts'

await useOwnCache(t)

const root = join(import.meta.dirname, '../..')
const seed = 'ejected'
const vm = await openVm({
  env: process.env,
  recipe: join(root, 'scripts/image'),
  agent: join(root, 'dist/agent.cjs'),
  progress: ({ task, detail = 'done' }) => t.comment(`${task}: ${detail}`),
})
t.teardown(() => vm.close())

t.test('a lab, done by its script in plain bash, has the verdicts of an ordinary run', t =>
  compare(t, t.testdir(), drawLabs(t, 'eject', 8)),
)

t.test('so has a lab whose processes are behind wrappers, and spoken of by their numbers', t =>
  compare(t, t.testdir(), [join(root, 'test/fixtures/script/named.yaml')]),
)
t.test('so has one whose steps are in groups of its own', async t => {
  const failed = await compare(t, t.testdir(), [join(root, 'test/fixtures/run/existing-group.yaml')])
  t.equal(failed.size, 0)
})

t.test('so has a lab with its point taken out: the judge of scripts is no milder', async t => {
  const folder = t.testdir({ labs: {}, scripts: {} })
  for (const { lab, from, to } of pointless) {
    const text = readFileSync(join(root, 'labs', lab), 'utf8')
    t.ok(text.includes(from), `${lab} has the line that is changed`)
    writeFileSync(join(folder, 'labs', lab.replace(/.*\//, '')), text.replace(from, to))
  }
  // What `ps` prints outside of a namespace depends on what else runs there just now, and the facts with it.
  const failed = await compare(t, join(folder, 'scripts'), [join(folder, 'labs')], verdict => ({
    ...essence(verdict),
    facts: [],
  }))
  t.ok(failed.size === pointless.length, 'each of them fails')
})

const pointless = [
  { lab: 'namespace/pid.yaml', from: '--fork --pid --mount-proc bash', to: '--mount bash' },
  {
    lab: 'cgroup/memory-max.yaml',
    from: 'run: echo "536870912" | sudo tee',
    to: 'run: echo "536870912" | true tee',
  },
  { lab: 'cgroup/cpu-max.yaml', from: 'limits: {cpu.max: 20%}', to: 'limits: {cpu.weight: 100}' },
]

t.test('its own words are for any shell of Debian', async t => {
  const { labs } = await loadLabs(['oom-kill'], { root, cwd: root, seed })
  const [lab] = labs
  if (!lab) throw new Error('there is no such lab')
  const script = labScript(lab, vmGround)
  for (const shell of [['dash'], ['bash', '--posix'], ['busybox', 'sh']]) {
    const { verdicts, words } = await judgeEjected(lab, script, vm, shell)
    t.ok(verdicts.length > 3, 'its checks are judged')
    t.same(
      verdicts.filter(({ outcome }) => outcome !== 'pass'),
      [],
      shell.join(' '),
      { words },
    )
  }
})

t.test(
  'with nobody at the terminal it looks itself; it is not done twice, and taken back when asked',
  async t => {
    const { labs } = await loadLabs(['pid'], { root, cwd: root, seed })
    const [lab] = labs
    if (!lab) throw new Error('there is no such lab')
    const connection = await vm.open()
    const agent = await talk(connection.channel)
    await agent.call('put', { path: '/root/lab.sh', text: labScript(lab, vmGround), mode: 0o755 })
    const first = await agent.run('bash /root/lab.sh < /dev/null; echo "status $?"')
    t.match(first, /== look: cat \/proc\/(\d+)\/status\n(?:.*\n)*NSpid:\t\1\t1\n/)
    t.match(first, /Everything that this made is still in place\.[^\n]*\nstatus 0\n$/)
    t.match(
      await agent.run('bash /root/lab.sh 2>&1; echo $?'),
      /^This script has already run. Remove what it made first: .*\n2\n$/,
    )
    t.match(
      await agent.run('echo hello > /run/namespace-pid/box.in; sleep 1; ls /sys/fs/cgroup/shell'),
      'cgroup.procs',
    )
    t.match(await agent.run('/root/lab.sh --clean; echo $?'), '0\n')
    t.equal(await agent.run('ls -d /sys/fs/cgroup/shell /run/namespace-pid 2> /dev/null'), '')
    await connection.close()
  },
)

/** Writes the scripts and compares check by check and fact by fact; gives the labs that failed. */
async function compare(t: Test, out: string, names: string[], of = essence): Promise<Set<string>> {
  const { labs, problems } = await loadLabs(names, { root, cwd: root, seed })
  t.same(problems, [])
  const ordinary = verdictsOf(await unboxed(['run', ...names, '--seed', seed, '--reporter', 'jsonl']))
  const limit = pLimit(vm.jobs)
  await Promise.all(
    labs.map(lab =>
      limit(async () => {
        const ejected = await unboxed(['eject', lab.file, '--seed', seed, '--out', out])
        t.equal(ejected.code, 0, ejected.stderr)
        const script = readFileSync(join(out, `${fileName(lab)}.sh`), 'utf8')
        const { verdicts, afterwards, leaks, words } = await judgeEjected(lab, script, vm)
        const expected = ordinary.filter(verdict => verdict.lab === lab.id)
        t.same(verdicts.map(of), expected.map(of), `${lab.id}: the verdicts`, { words })
        const last = lab.steps.at(-1)?.id
        t.same(
          afterwards.map(of),
          expected.filter(({ step }) => step === last).map(of),
          `${lab.id}: what it made is still in place when it has ended`,
        )
        t.same(leaks, [], `${lab.id}: --clean leaves nothing`)
      }),
    ),
  )
  t.ok(labs.length > 0, 'there are labs')
  return new Set(ordinary.flatMap(({ lab, outcome }) => (outcome === 'fail' ? [lab] : [])))
}

function essence({ lab, check, outcome, facts }: Verdict) {
  return { lab, check, outcome, facts: facts.map(({ fact, outcome }) => `${fact} ${outcome}`) }
}
