import type { RunEvent } from '../../src/attempt/event.ts'
import { attemptId } from '../../src/evidence/attempt-id.ts'
import { namesOf, reporters } from '../../src/report/registry.ts'
import type { Reporter } from '../../src/report/reporter.ts'
import { tallyOf } from '../../src/report/view/tally.ts'
import { check, evidence, expect, lab, step, stepEvidence } from '../verdict/recorded.ts'
import { countWork } from './count-work.ts'
import { attemptEvents, runEvents, type SampleRun } from './sample-run.ts'

/**
 * Streams attempts through each reporter and prints, as a line of JSON each, by how many bytes the heap grows after the first
 * attempts, and how much work it is to report a number of attempts, or of checks, and twice as many. A program of its own, since it
 * needs --expose-gc and a heap with nothing else on it.
 *
 *     node --expose-gc --no-opt --no-flush-bytecode --import=tsx test/report/measure-reporters.ts FIRST MORE LENGTH
 */
const [first = 0, more = 0, length = 0] = process.argv.slice(2).map(Number)

/** Compiled code comes to the heap and leaves it, but not in each round: the median of their growths counts. */
const rounds = 3

const ignore = () => undefined
const style = { colour: true, columns: 80 }
const sinks: Record<string, () => Promise<Reporter> | Reporter> = {
  ...Object.fromEntries(
    namesOf(reporters).map(name => [name, async () => (await reporters[name]())(ignore, style)]),
  ),
  tally: () => ({ event: tallyOf().event, end: ignore }),
  // Two that do what no reporter may, to show that it would be found.
  'keeps events': () => {
    const kept: RunEvent[] = []
    return { event: event => kept.push(event), end: ignore }
  },
  'copies what it keeps': () => {
    let kept: string[] = []
    return {
      event: ({ type }) => {
        if (type === 'verdict') kept = [...kept, type]
      },
      end: ignore,
    }
  },
}

const at = { file: 'labs/small.yaml', line: 1, column: 1 }

/** A lab with one check, which passes or fails by the exit code. */
const small = (id: string, code: number): SampleRun => ({
  lab: lab([step([check({ kind: 'exit' }, { value: expect.fields({ code: expect.equal(0) }) }, { at })])], {
    id,
  }),
  evidence: evidence([stepEvidence({ exit: { code, signal: null } })]),
  lines: { step: [{ line: 'true' }] },
  ms: 1,
})
const labs = [small('passes', 0), small('fails', 1)]
const templates = labs.map(recorded => attemptEvents(recorded))

/** The events of an attempt, in texts of its own, so that whatever is kept of them takes room. */
function attempt(index: number, checks: number): RunEvent[] {
  const which = index % labs.length
  const head = { lab: labs[which]?.lab.id ?? '', seed: '4711', number: Math.floor(index / labs.length) + 1 }
  const id = attemptId(head)
  const [text, long] = [200, 5_000].map(size => Buffer.alloc(size, `${index} `).toString()) as [
    string,
    string,
  ]
  const events = (templates[which] ?? []).flatMap((event): RunEvent[] =>
    event.type === 'verdict' ? Array.from({ length: checks }, () => event) : [event],
  )
  return events.map((event): RunEvent => {
    if (event.type === 'attempt-start') return { ...event, attempt: { id, ...head } }
    if (event.type === 'operation') return { ...event, attempt: id, line: text }
    if (event.type === 'verdict') return { ...event, attempt: id, verdict: { ...event.verdict, why: text } }
    if (event.type === 'attempt-end')
      return { ...event, attempt: id, evidence: { ...event.evidence, startedAt: long } }
    return 'attempt' in event ? { ...event, attempt: id } : event
  })
}

/** Sends attempts, a few at once, the first of which ends last. */
function send({ event: sink }: Reporter, from: number, to: number, checks = 1): void {
  const atOnce = 4
  for (let index = from; index < to; index += atOnce) {
    const [first = [], ...others] = Array.from({ length: atOnce }, (_, next) => attempt(index + next, checks))
    for (const event of [...first.slice(0, 1), ...others.flat(), ...first.slice(1)]) sink(event)
  }
}

async function open(name: string, attempts: number): Promise<Reporter | undefined> {
  const reporter = await sinks[name]?.()
  const [start] = runEvents(labs, { repeat: attempts / labs.length })
  if (start) reporter?.event(start)
  return reporter
}

function heapUsed(): number {
  for (let time = 0; time < 3; time++) globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

async function workOf(name: string, attempts: number, checks: number): Promise<number> {
  const reporter = await open(name, attempts)
  return countWork(() => {
    if (reporter) send(reporter, 0, attempts, checks)
    reporter?.end()
  })
}

for (const name of Object.keys(sinks)) {
  const reporter = await open(name, first + rounds * more)
  if (!reporter) continue
  send(reporter, 0, first)
  const used = [heapUsed()]
  for (let round = 0; round < rounds; round++) {
    send(reporter, first + round * more, first + (round + 1) * more)
    used.push(heapUsed())
  }
  const growths = used.slice(1).map((bytes, round) => bytes - (used[round] ?? 0))
  const heap = growths.toSorted((a, b) => a - b)[Math.floor(rounds / 2)]
  const attempts = [await workOf(name, length, 1), await workOf(name, 2 * length, 1)]
  const checks = [await workOf(name, 4, length), await workOf(name, 4, 2 * length)]
  console.log(JSON.stringify({ name, heap, attempts, checks }))
}
