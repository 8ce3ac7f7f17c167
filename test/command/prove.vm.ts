import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { drawLabs } from '../draw.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { commandOf, qemusOf, startUnboxed, unboxed, until, verdictsOf } from './unboxed.ts'

// If a mutator has changed, every record is stale.
t.setTimeout(5_400_000)
await useOwnCache(t)

const fixtures = join(import.meta.dirname, '../fixtures/prove')
const evidence = t.testdir()

interface Told {
  readonly id: string
  readonly outcome: string
  readonly made: number
  readonly remembered: number
  readonly figures: Readonly<Record<string, { shown: number; all: number }>>
  readonly cases: readonly {
    proof: string
    name: string
    outcome: string
    message: string
    diff?: string[]
    evidence?: string
  }[]
}

const labsOf = (stdout: string): Told[] => JSON.parse(stdout).labs
const openOf = ({ cases }: Told) => cases.filter(({ outcome }) => outcome !== 'pass')

/** Labs whose record no longer holds. */
async function stale(): Promise<string[]> {
  const { labs } = JSON.parse((await unboxed(['prove', '--check', '--json'])).stdout)
  return labs.flatMap(({ id, state }: { id: string; state: string }) => (state === 'stale' ? [id] : []))
}

t.test(
  'labs are proven: those whose record no longer holds, and some others; the second time nothing is run',
  async t => {
    const open = await stale()
    t.comment(`stale: ${open.join(' ') || 'none'}`)
    const labs = [...new Set([...open, ...drawLabs(t, 'prove', 6)])]
    const first = await unboxed(['prove', ...labs, '--json'])
    t.equal(first.code, 0, first.stderr)
    for (const lab of labsOf(first.stdout)) {
      const { mutant, check, pristine, reference } = lab.figures
      t.same(openOf(lab), [], `${lab.id}: ${mutant?.shown} of ${mutant?.all} mutants caught`)
      for (const figure of [mutant, check, pristine, reference])
        t.ok((figure?.all ?? 0) > 2 && figure?.shown === figure?.all, lab.id)
    }
    const second = await unboxed(['prove', ...labs, '--json'])
    t.equal(second.code, 0, second.stderr)
    t.same(
      labsOf(second.stdout).map(({ made, outcome }) => [made, outcome]),
      labs.map(() => [0, 'pass']),
    )
  },
)

t.test('deliberately bad labs are refused, each for its reason', async t => {
  const { code, stdout, stderr } = await unboxed([
    'prove',
    fixtures,
    '--json',
    '--repeat',
    '1',
    '--evidence',
    evidence,
  ])
  t.equal(code, 1, stderr)
  const labs = labsOf(stdout)
  const named = (id: string) => labs.find(lab => lab.id === id) as Told
  t.match(openOf(named('vacuous')), [
    {
      proof: 'pristine',
      name: 'rename/2',
      message: /passes on an untouched machine, .*: the machine: hostname is not whale/,
    },
  ])
  t.match(openOf(named('wrong-process')), [
    {
      proof: 'mutant',
      name: 'enter/other-process',
      message: /puts a different process into the cgroup/,
    },
  ])
  t.match(openOf(named('other-side')), [
    {
      proof: 'mutant',
      name: 'rename/also-outside',
      message: /also runs `hostname whale` on the machine itself/,
      diff: ['+ hostname whale'],
    },
    { proof: 'check', name: 'rename/2', message: /never fails/ },
  ])
  const unreached = openOf(named('never-reached'))
  t.same(
    unreached.map(({ name }) => name),
    ['read/without-memory.max', 'read/half-memory.max', 'read/double-memory.max', 'read/late-limits'],
  )
  t.match(unreached[0]?.diff, [
    '- echo 536870912 > /sys/fs/cgroup/roomy/memory.max',
    '- cat /sys/fs/cgroup/roomy/memory.max',
  ])
  t.equal(readdirSync(evidence).length, 4, 'the evidence of each is kept')
  const judged = await unboxed(['judge', openOf(named('vacuous'))[0]?.evidence ?? '', '--reporter', 'jsonl'])
  t.match(
    verdictsOf(judged).find(({ check }) => check === 'rename/2'),
    { outcome: 'pass' },
  )
})

t.test('Ctrl-C ends the proof, and no machine is left', async t => {
  const { child, ended } = startUnboxed(['prove', 'cpu-max', '--no-cache', '--jobs', '1'])
  const qemus = () => qemusOf(child.pid as number)
  const started = (await until(60_000, () => qemus().length > 0 && qemus())) ?? []
  t.equal(started.length, 1, 'it is under way')
  const began = performance.now()
  child.kill('SIGINT')
  const { code, stdout } = await ended
  t.ok(performance.now() - began < 30_000, 'it does not wait for the time of a step to be up')
  t.equal(code, 130)
  t.match(stdout, 'Interrupted')
  t.same(started.map(commandOf), [''])
})
