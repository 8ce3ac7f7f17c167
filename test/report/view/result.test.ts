import t from 'tap'
import type { AttemptHead } from '../../../src/evidence/evidence.ts'
import type { Reason } from '../../../src/evidence/reason.ts'
import { type AttemptResult, attemptOutcome, gatherResults } from '../../../src/report/view/result.ts'
import type { Outcome, Verdict } from '../../../src/verdict/verdict.ts'
import { memoryMax, pid, runEvents, runs } from '../sample-run.ts'

t.test('the result of an attempt grows with its events, and is forgotten with its end', async t => {
  const results = gatherResults()
  const ended: AttemptResult[] = []
  for (const event of runs.broken()) {
    const result = results.add(event)
    t.equal(result === undefined, !('attempt' in event), event.type)
    if (event.type === 'machine-ready') t.match(result, { machine: event.machine, finished: false })
    if (event.type === 'attempt-end' && result) ended.push(result)
  }
  t.match(ended, [
    { name: 'cgroup/memory-max', lab: { id: 'cgroup/memory-max' }, finished: true, ms: 2345, leaks: [] },
    {
      name: 'cgroup/oom-kill',
      attempt: { lab: 'cgroup/oom-kill', seed: '4711', number: 1 },
      finished: true,
      ended: { code: 'machine-lost' },
      leaks: [{ kind: 'process' }],
    },
  ])
  t.same(
    ended.map(({ verdicts }) => verdicts.length),
    [4, 3],
  )
  t.same([...results.unfinished()], [])
})

t.test('attempts at one lab at once have results of their own', async t => {
  const results = gatherResults()
  const all = new Set(runs.repeated().map(event => results.add(event)))
  all.delete(undefined)
  t.same(
    [...all].map(result => [result?.name, result?.verdicts.length]),
    [
      ['namespace/pid (1 of 2)', 5],
      ['cgroup/memory-max (1 of 2)', 4],
      ['namespace/pid (2 of 2)', 5],
      ['cgroup/memory-max (2 of 2)', 4],
    ],
  )
})

t.test('attempts without an end, and how many never started, be they a million', async t => {
  const results = gatherResults()
  for (const event of runEvents([pid, memoryMax], { repeat: 2, atOnce: true }).slice(0, 3))
    results.add(event.type === 'run-start' ? { ...event, attempts: { [pid.lab.id]: 999_999 } } : event)
  const names = () => [...results.unfinished()].map(({ attempt }) => attempt.id)
  t.same(names(), ['namespace/pid~4711~1', 'cgroup/memory-max~4711~1'])
  t.equal(results.notStarted(), 999_998)
  const [first] = results.unfinished()
  if (first) results.drop(first)
  t.same(names(), ['cgroup/memory-max~4711~1'])
})

t.test('attempts with another seed, or of a learner, are named by it', async t => {
  const results = gatherResults()
  const [start] = runEvents([pid], { repeat: 4 })
  if (start) results.add(start)
  const name = (rest: Partial<AttemptHead>) => {
    const attempt = { id: JSON.stringify(rest), lab: pid.lab.id, seed: '4711', number: 1, ...rest }
    return results.add({ type: 'attempt-start', attempt })?.name
  }
  t.equal(name({ number: 2 }), 'namespace/pid (2 of 4)')
  t.equal(name({ seed: 'monday' }), 'namespace/pid (seed monday, 1)')
  t.equal(name({ learner: 'ada' }), 'namespace/pid (ada)')
  t.equal(name({ learner: 'ada', seed: 'monday', number: 2 }), 'namespace/pid (ada, seed monday, number 2)')
})

const ended: Reason = { kind: 'error', code: 'machine-lost', message: 'gone' }
const of = (
  outcomes: Outcome[],
  rest: Partial<AttemptResult> = {},
  checks = outcomes.length,
): AttemptResult => ({
  attempt: { id: 'x', lab: 'x', seed: '', number: 1 },
  name: 'x',
  lab: { id: 'x', file: '', title: '', about: '', claims: [], reads: [], vars: {}, checks },
  verdicts: outcomes.map(outcome => ({ outcome }) as Verdict),
  ms: 0,
  leaks: [],
  observation: { from: 'inside' },
  notes: [],
  stepsEnded: [],
  finished: true,
  ...rest,
})

const rows: [AttemptResult, Outcome, string][] = [
  [of(['pass', 'pass']), 'pass', 'all passed'],
  [of(['pass', 'fail', 'skipped']), 'fail', 'a wrong answer, and what rests on it'],
  [of(['fail', 'error']), 'error', 'not all could be judged'],
  [of(['fail', 'unsupported']), 'fail', 'wrong, whatever cannot be shown'],
  [of(['pass', 'unsupported', 'skipped']), 'unsupported', 'not all could be shown'],
  [of(['pass', 'skipped']), 'skipped', 'skipped is not passed'],
  [of([]), 'error', 'nothing judged'],
  [of(['pass'], {}, 2), 'error', 'a verdict is missing'],
  [of(['pass'], { finished: false }), 'error', 'cut short'],
  [of(['pass'], { ended }), 'error', 'ended before its end'],
  [of(['pass'], { ended: { ...ended, kind: 'unsupported' } }), 'unsupported', 'a need is missing'],
]
t.test('what an attempt comes to', async t => {
  for (const [result, outcome, name] of rows) t.equal(attemptOutcome(result), outcome, name)
})
