import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import t from 'tap'
import { unboxed, verdictsOf } from './unboxed.ts'

/** For each lab: its point, taken out, and a check that must see it. */
const points = [
  { lab: '1-namespace/1-pid', from: '--fork --pid --mount-proc bash', to: '--mount bash', seenBy: 'box/1' },
  { lab: '1-namespace/2-mount', from: 'sudo unshare --mount bash', to: 'sudo bash', seenBy: 'box/1' },
  { lab: '1-namespace/3-uts', from: 'sudo unshare --uts bash', to: 'sudo bash', seenBy: 'outside/2' },
  {
    lab: '2-cgroup/1-memory-max',
    from: 'run: echo "536870912" | sudo tee',
    to: 'run: echo "536870912" # tee',
    seenBy: 'limit/1',
  },
  {
    lab: '2-cgroup/2-oom-kill',
    from: 'limits: {memory.max: "${limit}"}',
    to: 'limits: {memory.high: max}',
    seenBy: 'above/1',
  },
  {
    lab: '2-cgroup/3-pids-max',
    from: 'limits: {pids.max: "${limit}"}',
    to: 'limits: {pids.max: 300}',
    seenBy: 'bomb/2',
  },
  {
    lab: '2-cgroup/4-cpu-max',
    from: 'limits: {cpu.max: 20%}',
    to: 'limits: {cpu.weight: 100}',
    seenBy: 'slow/2',
  },
  {
    lab: '3-container/1-by-hand',
    from: '--user --map-root-user --fork',
    to: '--fork',
    seenBy: 'container/2',
  },
]

const labs = join(import.meta.dirname, '../../labs')
const folder = mkdtempSync(join(tmpdir(), 'unboxed-points-'))

t.test('each lab fails when its point is taken out', async t => {
  for (const { lab, from, to } of points) {
    const text = readFileSync(join(labs, `${lab}.yaml`), 'utf8')
    t.ok(text.includes(from), `${lab} has the line that is changed`)
    writeFileSync(join(folder, `${basename(lab)}.yaml`), text.replace(from, to))
  }
  const run = await unboxed(['run', folder, '--reporter', 'jsonl'])
  const verdicts = verdictsOf(run)
  for (const { lab, seenBy } of points) {
    const id = basename(lab).replace(/^\d-/, '')
    const verdict = verdicts.find(verdict => verdict.lab.endsWith(id) && verdict.check === seenBy)
    t.match(verdict, { outcome: 'fail' }, `${id}: ${seenBy} sees it`)
  }
  t.equal(run.code, 1, run.stderr)
})
