import t from 'tap'
import type { StepEvidence } from '../../src/evidence/evidence.ts'
import { catching } from '../../src/prove/catching.ts'
import type { Outcome, Verdict } from '../../src/verdict/verdict.ts'
import { labOf } from './lab-of.ts'

const lab = labOf(`
  - id: a
    text: A.
    run: sleep 100
    expect: [{exit: 0}, {host: {processes: 3}}, {output: stdout, lines: 1}, {duration: < 2s}]
`)
const checks = lab.steps.flatMap(({ expect }) => expect.map(({ id }) => id))
const verdicts = (...outcomes: Outcome[]) =>
  outcomes.map((outcome, index) => ({ check: checks[index], outcome })) as unknown as Verdict[]
const step = (code?: string) =>
  (code ? { ended: { kind: 'error', code, message: '' } } : {}) as unknown as StepEvidence

t.test('a check that fails catches; one that could not be judged does not', async t => {
  t.same(catching(verdicts('fail', 'pass', 'fail', 'fail'), step(), lab), ['a/1', 'a/3', 'a/4'])
  for (const outcome of ['error', 'unsupported', 'skipped', 'pass'] as const)
    t.same(catching(verdicts(outcome, outcome), step(), lab), [], outcome)
})

t.test('when time was up, only what the kernel says catches', async t => {
  t.same(catching(verdicts('fail', 'pass', 'fail', 'fail'), step('step-timeout'), lab), [])
  t.same(catching(verdicts('fail', 'fail', 'fail', 'fail'), step('step-timeout'), lab), ['a/2'])
})
