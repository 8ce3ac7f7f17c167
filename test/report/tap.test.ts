import t from 'tap'
import { Parser } from 'tap-parser'
import type { RunEvent } from '../../src/attempt/event.ts'
import { hostileEvents } from './hostile-run.ts'
import { ioMax, memoryMax, oomKill, pid, runEvents, runs } from './sample-run.ts'
import { written } from './write.ts'

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
  const unbegun = runEvents([pid, oomKill], { only: event => event.type === 'lab-end' }).map(event =>
    event.type === 'lab-end' && oomKill.evidence.ended ? { ...event, ended: oomKill.evidence.ended } : event,
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

t.test('labs that run at once are told one after the other, whatever the order of events', async t => {
  const labs = [pid, memoryMax, ioMax]
  const whole = runEvents(labs)
  const [start, end] = [whole[0], whole.at(-1)]
  const piles = labs.map(({ lab }) =>
    whole.filter(
      event => 'lab' in event && (typeof event.lab === 'string' ? event.lab : event.lab.id) === lab.id,
    ),
  )
  const mixed = [start, ...interleaved(piles.toReversed()), end].filter(event => event !== undefined)
  t.equal((await parsed(mixed)).text, (await parsed(whole)).text)
})

function interleaved(piles: RunEvent[][]): RunEvent[] {
  const longest = Math.max(...piles.map(pile => pile.length))
  return Array.from({ length: longest }, (_, index) => piles.flatMap(pile => pile[index] ?? [])).flat()
}

t.test('hostile text stays text', async t => {
  const { results, points } = await parsed(hostileEvents())
  t.match(results, { count: 1, fail: 1, bailout: false })
  t.equal(points.length, 4)
  t.equal(points.filter(({ diag }) => diag).length, 3)
  t.same(
    points.map(({ skip }) => Boolean(skip)),
    [false, true, false, false],
  )
})
