// Replays submissions whose right marks are known, kills the call again and again, and compares every mark: by default two of each of
// some labs, and three kills. UNBOXED_MARKS=200 makes it 200 and twenty kills, most of an hour in an emulated machine; no more than there are.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pLimit from 'p-limit'
import t from 'tap'
import type { Machine } from '../../src/machine/machine.ts'
import { openVm } from '../../src/machine/vm/vm.ts'
import { type CellResult, runCell } from '../../src/prove/cell.ts'
import { cellKey } from '../../src/prove/cell-key.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { drawLabs } from '../draw.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { vmSettings } from '../machine/vm/settings.ts'
import { courseOf } from '../submission/course.ts'
import {
  attemptFileOf,
  differencesOf,
  isEqual,
  type Mark,
  type Marked,
  markedOf,
  scriptOf,
  withoutShell,
} from './marks.ts'
import { commandOf, type Ended, eventsOf, qemusOf, startUnboxed, unboxed, until } from './unboxed.ts'

const most = Number(process.env.UNBOXED_MARKS ?? 0)
const kills = Math.max(3, Math.floor(most / 10))
t.setTimeout(most > 0 ? 7_200_000 : 1_200_000)
await useOwnCache(t)

/** Some of a list, as far from each other as can be, with the first. */
function spread<T>(all: readonly T[], most: number): T[] {
  const turn = (index: number) => Math.floor((index * Math.min(most, all.length)) / all.length)
  return all.filter((_, index) => turn(index) !== turn(index - 1))
}

/** A fork bomb without a limit takes minutes to be told. */
const isSlow = ({ performed }: Marked) =>
  performed.steps.some(({ run, in: { limits } }) => run.includes('bomb') && limits['pids.max'] === undefined)

const isAsked = (marked: Marked) => most >= 200 || !isSlow(marked)

const drawn = drawLabs(t, 'marks', 8)

/** The labs that somebody asks for, or else all. */
const manyOf = (seed: string) =>
  courseOf(seed).filter(({ id }) => !process.env.UNBOXED_DRAW || drawn.includes(id))
const handedIn =
  most > 0
    ? spread(['monday', 'tuesday'].flatMap(manyOf).flatMap(markedOf).filter(isAsked), most)
    : courseOf('monday')
        .filter(({ id }) => drawn.includes(id))
        .flatMap(lab => spread(markedOf(lab).filter(isAsked), 2))

/** The name of a learner for each. */
const learners = new Map(
  handedIn.map(marked => [`${marked.lab.id.replace('/', '-')}-${marked.name}-${marked.lab.seed}`, marked]),
)

const folder = t.testdir({ in: {}, again: {} })
for (const [index, [learner, marked]] of [...learners].entries())
  write('in', learner, marked, index % 3 === 2)

function write(name: string, learner: string, marked: Marked, isAttempt: boolean): void {
  const [ending, text] = isAttempt ? ['attempt.json', attemptFileOf] : ['sh', scriptOf]
  writeFileSync(join(folder, name, `${learner}.${ending}`), text(marked, learner))
}

const args = (name: string, ...more: string[]) => [
  ...['replay', join(folder, name), '--jobs', '2', '--reporter', 'jsonl', ...more],
]

const cache = join(process.env.XDG_CACHE_HOME ?? '', 'unboxed')

/** The results that are remembered: a file that was written twice is another one. */
function remembered(): Map<string, number> {
  const folder = join(cache, 'replay')
  const names = readdirSync(cache).includes('replay') ? readdirSync(folder) : []
  return new Map(
    names.filter(name => name.endsWith('.gz')).map(name => [name, statSync(join(folder, name)).ino]),
  )
}

function marksOf(ended: Ended): Map<string, Mark> {
  const events = eventsOf(ended)
  const verdicts = events.flatMap(event => (event.type === 'verdict' ? [event] : []))
  const starts = events.flatMap(event => (event.type === 'attempt-start' ? [event.attempt] : []))
  return new Map(
    starts.map(({ id, learner = '' }) => {
      const own = verdicts.filter(({ attempt }) => attempt === id)
      return [learner, Object.fromEntries(own.map(({ verdict: { check, outcome } }) => [check, outcome]))]
    }),
  )
}

t.equal(learners.size, handedIn.length)

let last: Ended
await t.test(`killed ${kills} times, the next call goes on, and each is judged once`, async t => {
  const known = new Map<string, number>()
  for (let kill = 0; kill < kills; kill++) {
    const { child, ended } = startUnboxed(args('in'))
    const pid = child.pid as number
    const enough = Math.floor((kill * handedIn.length) / (2 * kills))
    const isOver = ended.then(() => true)
    t.ok(await until(600_000, () => remembered().size >= enough), `${enough} are judged`)
    await Promise.race([isOver, new Promise(resolve => setTimeout(resolve, 400 + ((kill * 370) % 1500)))])
    const qemus = qemusOf(pid)
    child.kill('SIGKILL')
    await ended
    t.ok(await until(10_000, () => qemus.every(pid => commandOf(pid) === '')), 'no QEMU outlives its runner')
    for (const [name, number] of remembered()) known.set(name, known.get(name) ?? number)
  }
  const began = performance.now()
  const { child, ended } = startUnboxed(args('in'))
  const memory = watchMemory(child.pid as number)
  last = await ended
  const minutes = (performance.now() - began) / 60_000
  const ends = eventsOf(last).flatMap(event => (event.type === 'attempt-end' ? [event] : []))
  const old = ends.filter(end => end.remembered).length
  t.comment(
    `${ends.length - old} performed in ${minutes.toFixed(1)} min; MiB of memory: ${memory().join(' ')}`,
  )
  t.equal(new Set(ends.map(({ attempt }) => attempt)).size, handedIn.length, last.stderr)
  t.equal(old, known.size, 'what was judged is not performed again')
  const now = remembered()
  t.equal(now.size, handedIn.length)
  t.ok(
    [...known].every(([name, number]) => now.get(name) === number),
    'and not written again',
  )
  t.same(readdirSync(join(cache, 'run')), [], 'nothing is left')
})

/** Every five seconds. */
function watchMemory(pid: number): () => readonly number[] {
  const seen: number[] = []
  const timer = setInterval(() => {
    try {
      const [, kib = ''] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
      if (kib !== '') seen.push(Math.round(Number(kib) / 1024))
    } catch {
      // It has ended.
    }
  }, 5_000)
  return () => {
    clearInterval(timer)
    return seen
  }
}

await t.test('every mark is right', async t => {
  const machine = await openVm({ ...vmSettings(t), jobs: 2 })
  t.teardown(() => machine.close())
  const wrong = await compared([...learners], marksOf(last), machine)
  for (const [learner, differences] of wrong) t.comment(learner, differences)
  if (wrong.size === 0) return t.pass('at once')
  // Some labs compare times, which a busy host distorts: once more, both.
  const again = [...learners].filter(([learner]) => wrong.has(learner))
  for (const [learner, marked] of again) write('again', learner, marked, false)
  const ended = await unboxed(args('again', '--fresh'))
  t.same([...(await compared(again, marksOf(ended), machine))], [])
})

/** Those that differ from a run of the same commands, and how. */
async function compared(
  all: readonly (readonly [string, Marked])[],
  marks: ReadonlyMap<string, Mark>,
  machine: Machine,
): Promise<Map<string, string[]>> {
  const runs = await runsOf(
    all.map(([, marked]) => marked),
    machine,
  )
  const count = { equal: 0, unjudged: 0 }
  const found = all.map(([learner, marked]) => {
    const { result: run, evidence } = runs.get(marked) as Ran
    const mark = marks.get(learner) ?? {}
    if (run.ended) count.unjudged++
    else if (isEqual(marked, run, mark)) count.equal++
    else t.comment(`${learner}: more than the run`, otherwise(run, mark))
    return [learner, differencesOf(marked, run, mark, withoutShell(marked.lab, evidence))] as const
  })
  t.comment(
    `of ${all.length}, ${count.equal} are equal check by check, and the run of ${count.unjudged} broke off`,
  )
  return new Map(
    found.flatMap(([learner, differences]) => (differences.length > 0 ? [[learner, differences]] : [])),
  )
}

function otherwise({ verdicts }: CellResult, mark: Mark): string[] {
  return Object.entries(verdicts).flatMap(([id, { outcome }]) =>
    outcome === mark[id] ? [] : [`${id}: ${outcome}, by hand ${mark[id]}`],
  )
}

type Ran = Awaited<ReturnType<typeof runCell>>

/** Runs the commands of each, those of the same ones once. */
async function runsOf(all: readonly Marked[], machine: Machine): Promise<Map<Marked, Ran>> {
  const limit = pLimit(machine.jobs)
  const known = new Map<string, Promise<Ran>>()
  const results = all.map(async marked => {
    const cell = { lab: marked.performed, manner: 'whole', round: 0 } as const
    const key = cellKey(cell)
    const run =
      known.get(key) ?? limit(() => runCell(cell, machine, nodeRuntime, new AbortController().signal))
    known.set(key, run)
    return [marked, await run] as const
  })
  return new Map(await Promise.all(results))
}
