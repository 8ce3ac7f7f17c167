import t from 'tap'
import { quietLines, type Told } from '../../src/learn/quiet-line.ts'
import type { CheckView, StepState } from '../../src/learn/task-view.ts'

const steps = (...states: StepState['state'][]): StepState[] =>
  states.map((state, index) => ({ id: `s${index + 1}`, state }))

const check = (id: string, state: CheckView['state'], ...asked: string[]): CheckView => ({
  state,
  verdict: {
    lab: 'a',
    step: 's1',
    check: id,
    subject: 'cgroup demo',
    outcome: state === 'holds' ? 'pass' : 'fail',
    facts: asked.map(asked => ({
      fact: 'memory.max',
      outcome: 'fail',
      asked,
      expected: '',
      observed: '',
      message: '',
      evidence: [],
    })),
    points: 1,
    at: { file: '', line: 1, column: 1 },
  },
})

const told = (steps: StepState[], ...checks: CheckView[]): Told => ({ steps, checks })

const task = (id: string) => `the task of ${id}`

t.test('a check that has become true is told with how many hold, and one that is no longer true', async t => {
  const before = told(steps('open', 'ahead'), check('1', 'open', 'memory.max is 64MiB'), check('2', 'holds'))
  const after = told(steps('open', 'ahead'), check('1', 'holds', 'memory.max is 64MiB'), check('2', 'holds'))
  t.same(quietLines(before, after, task), ['✓ 2 of 2  cgroup demo: memory.max is 64MiB'])
  t.same(quietLines(after, before, task), ['○ 1 of 2  no longer: cgroup demo: memory.max is 64MiB'])
  t.same(quietLines(after, after, task), [], 'nothing is told twice')
})

t.test('a step that is done is told once, with the next task', async t => {
  const before = told(steps('open', 'ahead'), check('1', 'open'))
  const after = told(steps('done', 'open'), check('3', 'open'))
  t.same(quietLines(before, after, task), ['✓ step 1 of 2 is done', '→ the task of s2'])
  t.same(quietLines(before, told(steps('skipped', 'open')), task), [
    '✓ step 1 of 2 is skipped',
    '→ the task of s2',
  ])
  t.match(quietLines(after, told(steps('done', 'done')), task), [/step 2 of 2 is done/, /the lab is done/])
})

t.test('several steps that are done at once are all told', async t => {
  const lines = quietLines(told(steps('open', 'ahead', 'ahead')), told(steps('done', 'done', 'open')), task)
  t.same(lines, ['✓ step 1 of 3 is done', '✓ step 2 of 3 is done', '→ the task of s3'])
})

t.test('a step that has opened again is told', async t => {
  const lines = quietLines(told(steps('done', 'open')), told(steps('open', 'ahead')), task)
  t.match(lines, [/step 1 of 2 is open again/])
})
