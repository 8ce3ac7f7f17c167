import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { hostileSubmissions } from './hostile-submissions.ts'
import { eventsOf, unboxed } from './unboxed.ts'

// Many of them are ended only by the time limit, or break three machines one after another.
t.setTimeout(1_200_000)
await useOwnCache(t)

/** Short limits: most of what is hostile never ends. JSON is YAML. */
const lab = {
  title: 'Asked',
  timeout: '12s',
  needs: ['memory'],
  steps: [
    {
      id: 'group',
      text: 'A group with a limit.',
      timeout: '2s',
      expect: [{ cgroup: 'asked', 'memory.max': '64MiB' }],
    },
    {
      id: 'box',
      text: 'A process in it, apart.',
      timeout: '2s',
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
for (const [index, name] of names.entries()) {
  write(`hostile-${index}`, hostileSubmissions[name] ?? '', '')
  if (index % 6 === 0) write(`honest-${index}`, honest.group, honest.box)
}
const run = await unboxed(['replay', handedIn, '--lab', labFile, '--reporter', 'jsonl', '--jobs', '2'])
if (run.stderr) t.comment(run.stderr)
const events = eventsOf(run)

const outcomesOf = (learner: string) =>
  events.flatMap(event =>
    event.type === 'verdict' && event.attempt.endsWith(`~${learner}`) ? [event.verdict.outcome] : [],
  )
const endOf = (learner: string) =>
  events.find(event => event.type === 'attempt-end' && event.attempt.endsWith(`~${learner}`))

for (const [index, name] of names.entries())
  t.test(`${name} earns nothing`, async t => {
    const outcomes = outcomesOf(`hostile-${index}`)
    t.ok(outcomes.length >= 2, 'it was judged')
    t.notOk(outcomes.includes('pass'), outcomes.join())
    t.ok(endOf(`hostile-${index}`))
  })

t.test('the others are not affected', async t => {
  for (let index = 0; index < names.length; index += 6)
    t.same(outcomesOf(`honest-${index}`), ['pass', 'pass'], `honest-${index}`)
})

t.ok(names.length >= 30)
