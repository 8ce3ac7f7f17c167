import t from 'tap'
import { Parser } from 'tap-parser'
import type { RunEvent } from '../../../../src/attempt/event.ts'
import { hostileEvents } from '../../hostile-run.ts'
import { ioMax, memoryMax, oomKill, pid, runEvents, runs } from '../../sample-run.ts'
import { written } from '../../write.ts'

/** What a TAP parser of others makes of a run. */
async function parsed(events: readonly RunEvent[]) {
  const text = await written('tap', events)
  const parser = new Parser({ strict: true })
  const points: { name: string; ok: boolean; skip?: string | boolean; diag?: Record<string, unknown> }[] = []
  parser.on('child', (child: Parser) =>
    child.on(
      'assert',
      ({
        name,
        ok,
        skip,
        diag,
      }: {
        name: string
        ok: boolean
        skip?: string | boolean
        diag?: Record<string, unknown>
      }) => points.push({ name, ok, skip: skip || false, ...(diag ? { diag } : {}) }),
    ),
  )
  const ended = new Promise<Parser['results']>(resolve => parser.on('complete', resolve))
  parser.end(text)
  return { results: await ended, points, text }
}

t.test('a run in which all is right', async t => {
  const { results, points } = await parsed(runs.passing())
  t.match(results, { ok: true, count: 1, pass: 1, fail: 0, bailout: false, plan: { start: 1, end: 1 } })
  t.same(
    points.map(({ ok }) => ok),
    [true, true, true, true, true],
  )
})

t.test(
  'a wrong answer is not ok, with what was expected, observed and read; what rests on it is skipped',
  async t => {
    const { results, points } = await parsed(runs.failing())
    t.match(results, { ok: false, count: 2, pass: 1, fail: 1 })
    t.equal(results?.failures.length, 1, 'no complaint of the parser itself')
    const [limit, swap] = points.slice(5)
    t.match(limit, {
      ok: false,
      name: 'limit/1 cgroup mygroup: memory.max is 512MiB',
      diag: {
        severity: 'fail',
        at: 'labs/cgroup/memory-max.yaml:12:7',
        facts: [
          {
            fact: 'memory.max',
            expected: '512MiB',
            observed: '64MiB (67108864)',
            evidence: [{ '/sys/fs/cgroup/mygroup/memory.max': '67108864' }],
          },
        ],
      },
    })
    t.match(swap, { ok: true, skip: 'limit/1 failed, and this check rests on it' })
  },
)

t.test('an error is not ok and says that it is one', async t => {
  const { results, points } = await parsed(runs.broken())
  t.match(results, { ok: false, bailout: false })
  t.match(points.at(-1), { ok: false, diag: { severity: 'error', message: /the VM ended/ } })
})

t.test('what is unsupported is skipped, with the reason', async t => {
  const { results, points } = await parsed(runs.unsupported())
  t.match(results, { ok: true, pass: 2, skip: 1 })
  t.match(points.at(-1), { ok: true, skip: 'unsupported: this machine has no io controller' })
})

t.test('an interrupted run bails out, and nothing of it looks right', async t => {
  const { results } = await parsed(runs.interrupted())
  t.match(results, { ok: false, bailout: 'interrupted', count: 2, fail: 1 })
})

t.test('where no machine could be had at all, it bails out', async t => {
  const unbegun = runEvents([pid, oomKill], { only: ({ type }) => /^attempt-/.test(type) }).map(event =>
    event.type === 'attempt-end' && oomKill.evidence.ended
      ? { ...event, ended: oomKill.evidence.ended }
      : event,
  )
  const { results } = await parsed(unbegun)
  t.match(results, { ok: false, bailout: /^the VM ended/ })
})

t.test('a run that said nothing, or broke off, is no pass', async t => {
  const silent = await parsed([])
  t.match(silent.results, { ok: false, bailout: 'no lab was run' })
  const brokenOff = await parsed(runs.passing().slice(0, 9))
  t.equal(brokenOff.results?.ok, false)
})

t.test('attempts that run at once are reported one after the other', async t => {
  const labs = [pid, memoryMax, ioMax]
  const whole = (await parsed(runEvents(labs))).text
  t.equal((await parsed(runEvents(labs, { atOnce: true }))).text, whole)
})

t.test('attempts at one lab are subtests of their own, named by their number', async t => {
  const { results, text } = await parsed(runEvents([pid, memoryMax], { repeat: 2, atOnce: true }))
  t.match(results, { ok: false, count: 4, pass: 2, fail: 2, plan: { start: 1, end: 4 } })
  t.same(
    [...text.matchAll(/^(?:not )?ok \d - .*/gm)].map(([line]) => line),
    [
      'ok 1 - namespace/pid (1 of 2): A process that is number 1',
      'not ok 2 - cgroup/memory-max (1 of 2): A memory limit is a number in a file',
      'ok 3 - namespace/pid (2 of 2): A process that is number 1',
      'not ok 4 - cgroup/memory-max (2 of 2): A memory limit is a number in a file',
    ],
  )
})

t.test('where several attempts broke off, each is closed before the next', async t => {
  const cut = runEvents([pid, memoryMax], { atOnce: true }).slice(0, 9)
  const { results, points } = await parsed(cut)
  t.match(results, { ok: false, count: 2, fail: 2, plan: { start: 1, end: 2 } })
  t.equal(results?.failures.length, 2, 'no complaint of the parser itself')
  t.equal(points.length, 9)
})

t.test('attempts that never started are not ok', async t => {
  const { results } = await parsed(runEvents([pid], { repeat: 3 }).slice(0, 5))
  t.match(results, { ok: false, count: 1, fail: 1, plan: { start: 1, end: 3 } })
})

t.test('hostile text stays text', async t => {
  const { results, points } = await parsed(hostileEvents())
  t.match(results, { count: 2, fail: 1, bailout: false })
  const ofMemoryMax = points.slice(0, 4)
  t.equal(ofMemoryMax.filter(({ diag }) => diag).length, 3)
  t.same(
    ofMemoryMax.map(({ skip }) => Boolean(skip)),
    [false, true, false, false],
  )
  t.equal(points.length, 4 + 5)
})
