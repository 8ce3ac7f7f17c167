import t from 'tap'
import { gradedLab, withoutUnasked } from '../../src/grade/graded-lab.ts'
import type { Lab } from '../../src/lab/lab.ts'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'

const read = parseLab(
  `title: t
steps:
  - {id: box, text: t, as: box, run: sleep 60, expect: [{process: box, exists: true}], ask: Which PID has it?, answer: {process: box, fact: pid.outside}}
`,
  { file: 'x.yaml', id: 'x', seed: '1' },
  nodeRuntime,
)
if ('problems' in read) throw new Error(JSON.stringify(read.problems))
const lab: Lab = read.lab

t.test('a submission is not asked, since a fresh machine has other numbers', async t => {
  t.ok(lab.steps[0]?.question)
  const unasked = gradedLab(lab)
  t.equal(unasked.steps[0]?.question, undefined)
  t.same(unasked.steps[0]?.expect, lab.steps[0]?.expect)
})

t.test('nor for standard error alone, which a terminal does not show apart', async t => {
  const read = parseLab(
    `title: t
steps:
  - {id: one, text: t, run: echo a >&2, expect: [{output: stderr, text: a}, {output: both, text: a, depends: one/1}]}
`,
    { file: 'x.yaml', id: 'x', seed: '1' },
    nodeRuntime,
  )
  if ('problems' in read) throw new Error(JSON.stringify(read.problems))
  t.match(gradedLab(read.lab).steps[0]?.expect, [{ id: 'one/2', depends: [] }])
  t.equal(gradedLab(read.lab).steps[0]?.expect.length, 1)
  t.same(withoutUnasked({ steps: [], seen: { 'one/1': 'pass', 'one/2': 'pass' } }, read.lab).seen, {
    'one/2': 'pass',
  })
})

t.test('what was seen of its answers is no difference', async t => {
  const id = lab.steps[0]?.question?.id ?? ''
  const seen = { [id]: 'pass', 'box/1': 'fail' } as const
  t.same(withoutUnasked({ steps: [], seen }, lab).seen, { 'box/1': 'fail' })
  t.same(withoutUnasked({ steps: [] }, lab), { steps: [] })
})

t.test('what holds before anything was done earns nothing', async t => {
  const [step] = lab.steps
  const [check] = step?.expect ?? []
  if (!step || !check) throw new Error('it has a check')
  const given = { ...lab, steps: [{ ...step, expect: [{ ...check, given: 'So it is.' }, check] }] }
  t.match(gradedLab(given).steps[0]?.expect, [{ points: 0 }, { points: 1 }])
})
