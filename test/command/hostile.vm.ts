import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { RunEvent } from '../../src/attempt/event.ts'
import { vmPaths } from '../../src/machine/vm/paths.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { hostileSubmissions, told } from './hostile-submissions.ts'
import { eventsOf, startUnboxed } from './unboxed.ts'

// Many of them are ended only by the time limit, or break three machines one after another.
t.setTimeout(1_200_000)
await useOwnCache(t)

/** Short limits: most of what is hostile never ends. JSON is YAML. */
const lab = {
  title: 'Asked',
  timeout: '6s',
  needs: ['memory'],
  steps: [
    {
      id: 'group',
      text: 'A group with a limit.',
      timeout: '1s',
      run: 'true',
      expect: [{ cgroup: 'asked', 'memory.max': '64MiB' }],
    },
    {
      id: 'box',
      text: 'A process in it, apart.',
      timeout: '1s',
      as: 'box',
      run: 'sleep 1000',
      expect: [{ process: 'box', cgroup: 'asked', name: 'asked', namespaces: { uts: 'own' } }],
    },
  ],
}

const honest = {
  group: 'mkdir /sys/fs/cgroup/asked; echo 64M > /sys/fs/cgroup/asked/memory.max',
  box: '( echo 0 > /sys/fs/cgroup/asked/cgroup.procs; cp /bin/sleep /tmp/asked; exec unshare --uts /tmp/asked 1000 ) &',
}

const folder = t.testdir()
const labFile = join(folder, 'asked.yaml')
writeFileSync(labFile, JSON.stringify(lab))
const handedIn = join(folder, 'in')
mkdirSync(handedIn)
const names = Object.keys(hostileSubmissions)
const write = (name: string, group: string, box: string) =>
  writeFileSync(join(handedIn, `${name}.sh`), `#: group\n${group}\n#: box\n${box}\n`)
const isHonestToo = (index: number) => index % 10 === 0
for (const [index, name] of names.entries()) {
  write(`hostile-${index}`, hostileSubmissions[name] ?? '', '')
  if (isHonestToo(index)) write(`honest-${index}`, honest.group, honest.box)
}
const began = performance.now()
const { child, ended } = startUnboxed([
  'replay',
  handedIn,
  ...['--lab', labFile, '--reporter', 'jsonl', '--jobs', '2'],
])
let memory = 0
const watch = setInterval(() => {
  memory = Math.max(memory, peakOf(child.pid ?? 0))
}, 500)
const run = await ended
clearInterval(watch)
t.comment(`${Math.round((performance.now() - began) / 1000)} s, ${Math.round(memory / 1024)} MiB`, run.stderr)
const events = eventsOf(run)

/** KiB that a process has occupied at most; 0 once it has ended. */
function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

const ofLearner = (learner: string) =>
  events.filter(event => 'attempt' in event && String(event.attempt).endsWith(`~${learner}`))
const outcomesOf = (learner: string) =>
  ofLearner(learner).flatMap(event => (event.type === 'verdict' ? [event.verdict.outcome] : []))

/** Every sentence about what happened. */
const sentencesOf = (learner: string) => ofLearner(learner).flatMap(sentenceOf)

function sentenceOf(event: RunEvent): string[] {
  if (event.type === 'note') return [event.message]
  return 'ended' in event && event.ended ? [event.ended.message] : []
}

for (const [index, name] of names.entries())
  t.test(`${name} earns nothing`, async t => {
    const learner = `hostile-${index}`
    const outcomes = outcomesOf(learner)
    t.equal(outcomes.length, 2, 'it was judged')
    t.notOk(outcomes.includes('pass'), outcomes.join())
    t.equal(ofLearner(learner).filter(({ type }) => type === 'attempt-end').length, 1)
    const words = told[name]
    const sentences = sentencesOf(learner)
    t.ok(!words || sentences.some(each => words.test(each)), JSON.stringify(sentences))
  })

t.test('whatever breaks its machine has failed, unless a person has to look at it', async t => {
  const undecided = names.filter((_, index) => outcomesOf(`hostile-${index}`).includes('error'))
  t.same(undecided, ['a program that uses the whole screen'])
})

t.test('the others are not affected', async t => {
  for (const index of names.keys())
    if (isHonestToo(index)) t.same(outcomesOf(`honest-${index}`), ['pass', 'pass'], `honest-${index}`)
})

t.test('the runner stays small, and nothing is left', async t => {
  t.ok(memory > 0 && memory < 400 * 1024, `${memory} KiB`)
  t.same(readdirSync(vmPaths(process.env).run), [])
})

t.ok(names.length >= 30)
t.same(
  Object.keys(told).filter(name => !names.includes(name)),
  [],
  'each sentence is of one of them',
)
