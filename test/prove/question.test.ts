import t from 'tap'
import type { Lab } from '../../src/lab/lab.ts'
import type { CellResult } from '../../src/prove/cell.ts'
import { cellKey } from '../../src/prove/cell-key.ts'
import { checkCases } from '../../src/prove/check-case.ts'
import { mutantsOf } from '../../src/prove/mutate.ts'
import { pristineCases } from '../../src/prove/pristine-case.ts'
import { labOf } from './lab-of.ts'

const asking = labOf(`
  - id: one
    text: One.
    run: echo a
    expect: [{output: stdout, text: a}]
    ask: How many processes has the machine?
    answer: {host: processes}
`)

const result = (outcome: 'pass' | 'fail', caughtBy: readonly string[] = []): CellResult => ({
  verdicts: {
    'one/1': { outcome: 'fail', asked: 'text is a', message: 'nothing' },
    'one/answer': { outcome, asked: 'How many?', message: 'not answered' },
  },
  caughtBy,
  overdue: [],
  leaks: [],
  took: {},
  ms: 1,
})

const outcomesOf = (cases: readonly { name: string; outcome: string }[]) =>
  Object.fromEntries(cases.map(({ name, outcome }) => [name, outcome]))

t.test('a question that nobody answered must not pass, and a wrong answer must be refused', async t => {
  t.same(outcomesOf(pristineCases(asking, result('fail'))), { 'one/1': 'pass', 'one/answer': 'pass' })
  t.same(outcomesOf(pristineCases(asking, result('pass'))), { 'one/1': 'pass', 'one/answer': 'fail' })
  t.same(outcomesOf(checkCases(asking, 1, [result('fail', ['one/1'])])), {
    'one/1': 'pass',
    'one/answer': 'fail',
  })
})

t.test('what is asked and how it is answered decides which result is remembered', async t => {
  const keyOf = (lab: Lab) => cellKey({ lab, manner: 'whole', round: 0 })
  const labs = [asking, ...mutantsOf(asking).map(({ lab }) => lab)]
  t.ok(labs.length >= 4)
  t.equal(new Set(labs.map(keyOf)).size, labs.length)
})

t.test('the files that a lab brings decide as well', async t => {
  const keyOf = (lab: Lab) => cellKey({ lab, manner: 'whole', round: 0 })
  const bringing = (text: string): Lab => ({ ...asking, files: [{ path: '/a', mode: 0o644, text }] })
  t.equal(new Set([asking, bringing('one\n'), bringing('two\n')].map(keyOf)).size, 3)
})
