import t from 'tap'
import type { Reason } from '../../src/evidence/evidence.ts'
import { gatherResult, type LabResult, labOutcome } from '../../src/report/result.ts'
import type { Outcome, Verdict } from '../../src/verdict/verdict.ts'
import { runs } from './sample-run.ts'

t.test('what came of a run, from its events', async t => {
  const { add, result } = gatherResult()
  for (const event of runs.broken()) add(event)
  const { labs, ms, machine, seed, interrupted } = result()
  t.same([ms, machine, seed, interrupted], [5901, 'QEMU 7.2.22, TCG (software emulation)', '4711', false])
  t.match(labs, [
    { head: { id: 'cgroup/memory-max' }, finished: true, ms: 2345, leaks: [] },
    {
      head: { id: 'cgroup/oom-kill' },
      finished: true,
      ended: { code: 'machine-lost' },
      leaks: [{ kind: 'process' }],
    },
  ])
  t.same(
    labs.map(({ verdicts }) => verdicts.length),
    [4, 3],
  )
})

const ended: Reason = { kind: 'error', code: 'machine-lost', message: 'gone' }
const of = (outcomes: Outcome[], rest: Partial<LabResult> = {}, checks = outcomes.length): LabResult => ({
  head: { id: 'x', file: '', title: '', about: '', claims: [], reads: [], vars: {}, checks },
  verdicts: outcomes.map(outcome => ({ outcome }) as Verdict),
  ms: 0,
  leaks: [],
  finished: true,
  ...rest,
})

const rows: [LabResult, Outcome, string][] = [
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
t.test('what a lab came to', async t => {
  for (const [lab, outcome, name] of rows) t.equal(labOutcome(lab), outcome, name)
})
