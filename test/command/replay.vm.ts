import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { RunEvent } from '../../src/attempt/event.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { type Ended, eventsOf, startUnboxed, unboxed, until } from './unboxed.ts'

await useOwnCache(t)

const lab = `title: A group of your own
steps:
  - id: make
    text: Make a group.
    timeout: 5s
    run: mkdir \${cgroup}/own
    expect: [{cgroup: own, exists: true, points: 2}]
  - id: say
    text: Say its name.
    timeout: 5s
    run: echo own
    expect: [{output: stdout, text: own}]
`
const script = (make: string, say = 'echo own') => `#: make\n${make}\n#: say\n${say}\n`
const right = 'mkdir $(dirname $(findmnt -no TARGET /sys/fs/cgroup)/x)/own'

/** What is handed in, and what it gets: outcome, points earned, of them seen. */
const handedIn: Record<string, { text: string; outcome: string; earned: string; seen: string }> = {
  right: { text: script(right), outcome: 'pass', earned: '3', seen: '2' },
  wrong: { text: script('mkdir /tmp/own'), outcome: 'fail', earned: '1', seen: '0' },
  silent: { text: script(right, 'true'), outcome: 'fail', earned: '2', seen: '2' },
  empty: { text: '', outcome: 'fail', earned: '0', seen: '0' },
  endless: { text: script('while :; do :; done'), outcome: 'fail', earned: '1', seen: '0' },
  panic: { text: script('echo c > /proc/sysrq-trigger'), outcome: 'fail', earned: '0', seen: '0' },
  poweroff: {
    text: script('echo o > /proc/sysrq-trigger; sleep 60'),
    outcome: 'fail',
    earned: '0',
    seen: '0',
  },
  screen: { text: script(`busybox vi /tmp/x\n${right}`), outcome: 'error', earned: '0', seen: '0' },
}
const folder = t.testdir({
  'lab.yaml': lab,
  in: Object.fromEntries(Object.entries(handedIn).map(([name, { text }]) => [`${name}.sh`, text])),
  many: {},
})
const args = (name: string, ...more: string[]) => [
  ...['replay', join(folder, name), '--lab', join(folder, 'lab.yaml'), ...more],
]

const rowsOf = ({ stdout }: Ended) => {
  const [head = [], ...rows] = stdout
    .trim()
    .split('\r\n')
    .map(line => line.split(','))
  return rows.map(row => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])))
}

t.test('each submission gets its mark, and what one does costs no other', async t => {
  const evidence = join(folder, 'evidence')
  const run = await unboxed(args('in', '--reporter', 'csv', '--evidence', evidence))
  t.equal(run.code, 3, run.stderr)
  const rows = rowsOf(run)
  for (const [name, { outcome, earned, seen }] of Object.entries(handedIn))
    t.match(
      rows.find(({ learner }) => learner === name),
      { outcome, earned, seen_earned: seen, possible: '3', undecided: outcome === 'error' ? '3' : '0' },
      name,
    )
  t.match(rows.find(({ learner }) => learner === 'panic')?.reason, /kernel panicked in each of 3 machines/)
  t.match(rows.find(({ learner }) => learner === 'poweroff')?.reason, /powered off in each of 3 machines/)
  t.equal(readdirSync(evidence).length, Object.keys(handedIn).length)

  t.test('the next call performs only what was not judged', async t => {
    const again = await unboxed(args('in', '--reporter', 'jsonl', '--evidence', evidence))
    const ends = eventsOf(again).flatMap(event => (event.type === 'attempt-end' ? [event] : []))
    t.same(
      ends.filter(({ remembered }) => !remembered).map(({ evidence }) => evidence.attempt.learner),
      ['screen'],
    )
    t.same(rowsOf(await unboxed(args('in', '--reporter', 'csv'))), rows, 'and reports the same')
  })
})

t.test('a call that is killed loses no result, and each is judged once', async t => {
  const names = Array.from({ length: 12 }, (_, index) => `s${index + 1}`)
  for (const name of names) writeFileSync(join(folder, 'many', `${name}.sh`), script(`${right} # ${name}`))
  let remembered = 0
  for (let kills = 0; kills < 3; kills++) {
    const { child, seen, ended } = startUnboxed(args('many', '--reporter', 'jsonl'))
    const judged = () => seen.stdout.split('"type":"attempt-end"').length - 1
    await until(120_000, () => judged() > remembered + kills)
    child.kill('SIGKILL')
    const known = eventsOf(await ended.then(wholeLines)).filter(isEnd)
    const old = known.filter(({ remembered }) => remembered).length
    t.ok(old >= remembered, `${old} of ${known.length} were remembered`)
    remembered = known.length
  }
  const last = await unboxed(args('many', '--reporter', 'jsonl'))
  const ends = eventsOf(last).filter(isEnd)
  t.equal(last.code, 0, last.stderr)
  t.equal(new Set(ends.map(({ attempt }) => attempt)).size, names.length)
  t.ok(ends.filter(({ remembered }) => remembered).length >= remembered)
  t.same(readdirSync(join(process.env.XDG_CACHE_HOME ?? '', 'unboxed/run')), [], 'nothing is left')
})

const wholeLines = (ended: Ended): Ended => ({
  ...ended,
  stdout: ended.stdout.slice(0, ended.stdout.lastIndexOf('\n') + 1),
})

type End = Extract<RunEvent, { type: 'attempt-end' }>
const isEnd = (event: RunEvent): event is End => event.type === 'attempt-end'
