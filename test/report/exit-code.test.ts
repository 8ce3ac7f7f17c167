import t from 'tap'
import type { ProblemKind } from '../../src/problem.ts'
import { type Ending, exitCode, exitCodeOf } from '../../src/report/exit-code.ts'

const rows: [Ending, number, string][] = [
  [{ outcomes: ['pass', 'pass'] }, 0, 'all passed'],
  [{ outcomes: ['pass', 'fail'] }, 1, 'one failed'],
  [{ outcomes: ['fail', 'unsupported'] }, 1, 'failed here, whatever else cannot be shown'],
  [{ outcomes: ['fail', 'error'] }, 3, 'what could not be judged may be right'],
  [{ outcomes: ['pass', 'unsupported'] }, 4, 'not all could be shown'],
  [{ outcomes: ['unsupported', 'error'] }, 3, 'could not be judged'],
  [{ outcomes: ['pass', 'skipped'] }, 3, 'skipped is not passed'],
  [{ outcomes: ['unsupported', 'skipped'] }, 4, 'skipped because unsupported'],
  [{ outcomes: [] }, 3, 'nothing judged is not passed'],
  [{ outcomes: [], problems: ['usage'] }, 2, 'a wrong command line'],
  [{ outcomes: ['error'], problems: ['usage', 'machine'] }, 2, 'a wrong command line comes first'],
  [{ outcomes: [], problems: ['machine'] }, 3, 'no machine'],
  [{ outcomes: ['fail'], problems: ['machine'] }, 3, 'the machine broke afterwards'],
  [{ outcomes: [], problems: ['unsupported'] }, 4, 'a machine that cannot do it'],
  [{ outcomes: ['pass'], problems: ['unsupported'] }, 4, 'passed, and yet not all'],
  [{ outcomes: ['fail'], problems: ['usage'], interrupted: true }, 130, 'Ctrl-C comes before everything'],
  [{ outcomes: ['pass'], interrupted: true }, 130, 'Ctrl-C at the very end'],
]

t.test('precedence', async t => {
  for (const [ending, code, name] of rows) t.equal(exitCode(ending), code, name)
})

t.test('of a problem', async t => {
  const codes: Record<ProblemKind, number> = { usage: 2, machine: 3, unsupported: 4 }
  for (const [kind, code] of Object.entries(codes)) t.equal(exitCodeOf({ kind: kind as ProblemKind }), code)
})
