import t from 'tap'
import { isOfWork, judgedOf } from '../../src/lab/judged.ts'
import type { Lab } from '../../src/lab/lab.ts'
import type { Cell, CellResult } from '../../src/prove/cell.ts'
import { cellKey } from '../../src/prove/cell-key.ts'
import { planned, plannedKeys } from '../../src/prove/planned.ts'
import { proveLab } from '../../src/prove/prove-lab.ts'
import { labsToRun } from '../../src/prove/seed.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { labOf } from './lab-of.ts'

const steps = `
  - id: one
    text: One.
    task: Print them.
    hints: [With echo.]
    run: |
      echo \${n}
      echo b
    expect:
      - {output: stdout, text: "\${n}", why: It was drawn.}
      - {output: stdout, lines: 2}
      - {host: {hostname: unboxed}, given: It is the machine.}
  - id: two
    text: Two.
    as: box
    run: unshare --uts sleep 100
    expect: [{process: box, namespaces: {uts: own}}]
    ask: What is its PID?
    answer: {process: box, fact: pid.outside}
`
const beside = `about: A lab.
vars: {n: {pick: [1, 2, 3]}}
equivalent: {one/without-line-2: It was printed before.}
wrong: [{text: Nothing is printed., run: {one: "true"}, caught: one/1, says: expected}]`

const draw = (steps: string, beside: string) => (seed: string) => labOf(steps, beside, seed)
const labsOf = (text = steps, more = beside) => labsToRun({ draw: draw(text, more) }, 'prove', 3)
const keysOf = (text?: string, more?: string) => plannedKeys(labsOf(text, more), nodeRuntime.digest)

/** All is as it should be: every check fails unless the lab itself, or a mutant that is declared equivalent, is run. */
function ideal(own: readonly Lab[], equivalent: string): (cell: Cell) => CellResult {
  const right = new Set([...own.map(({ steps }) => JSON.stringify(steps)), equivalent])
  return ({ lab, manner, typed }) => {
    const done = manner === 'by-hand' ? typed : manner === 'pristine' ? undefined : lab
    const isRight = done !== undefined && right.has(JSON.stringify(done.steps))
    const checks = lab.steps.flatMap(judgedOf)
    const failed = checks.filter(check => !isRight && isOfWork(check)).map(({ id }) => id)
    const verdictOf = (id: string) => {
      const outcome = failed.includes(id) ? ('fail' as const) : ('pass' as const)
      return { outcome, asked: id, message: 'expected another' }
    }
    return {
      verdicts: Object.fromEntries(checks.map(({ id }) => [id, verdictOf(id)])),
      caughtBy: failed,
      overdue: [],
      leaks: [],
      took: {},
      ms: 1,
      release: '6.12.118',
    }
  }
}

t.test('what is planned is what a proof runs, if all is as it should be', async t => {
  const labs = labsOf()
  const plan = planned(labs)
  const equivalent = plan.find(({ name }) => name === 'one/without-line-2')?.cells[0]?.lab.steps
  const result = ideal(labs, JSON.stringify(equivalent))
  const ran: Cell[] = []
  const proof = await proveLab({
    draw: draw(steps, beside),
    seed: 'prove',
    repeat: 3,
    run: async cell => {
      ran.push(cell)
      const untold = async () => undefined
      return { result: result(cell), remembered: false, remember: untold, keep: untold }
    },
  })
  t.same(
    proof.cases.filter(({ outcome }) => outcome !== 'pass'),
    [],
  )
  t.equal(proof.release, '6.12.118')
  const keys = (cells: readonly Cell[]) =>
    cells.map(cell => nodeRuntime.digest(cellKey({ ...cell, round: 0 }))).sort()
  t.same(keys(plan.flatMap(({ cells }) => cells)), keys(ran))
  t.ok(ran.length > 15)
})

t.test('prose decides nothing', async t => {
  const prose = [
    'One.',
    'Print them.',
    'With echo.',
    'It was drawn.',
    'It is the machine.',
    'What is its PID?',
  ]
  const others = prose.reduce((text, part) => text.replace(part, 'Otherwise.'), steps)
  t.same(keysOf(others, beside.replace('A lab.', 'B.').replace('Nothing is', 'N')), keysOf())
  t.same(keysOf(steps, beside.replace('It was printed before', 'Otherwise')), keysOf())
})

const changesOf = (text: string, more = beside) => {
  const [before, now] = [keysOf(), keysOf(text, more)]
  return Object.keys({ ...before, ...now }).filter(name => before[name] !== now[name])
}

t.test('commands and checks do, and what each part is judged by', async t => {
  const all = Object.keys(keysOf())
  t.ok(all.length > 10)
  t.same(
    changesOf(steps.replace('echo b', 'echo c')),
    all.filter(name => name !== 'one/without-line-2'),
    'all but the mutant that has not got this line',
  )
  t.same(changesOf(steps.replace('lines: 2', 'lines: ">= 2"')), all)
  t.ok(changesOf(steps, beside.replace('3]', '3, 4]')).includes('reference 4'))
  t.same(changesOf(steps.replace(', given: It is the machine.', '')), ['untouched machine'])
  t.same(changesOf(steps, beside.replace('says: expected', 'says: another')), ['wrong 1'])
  t.same(changesOf(steps, beside.replace(/equivalent:.*/, '')), ['one/without-line-2'])
  const unknown = beside.replace('one/without-line-2', 'one/without-line-3')
  t.same(changesOf(steps, unknown), ['one/without-line-2', 'one/without-line-3'])
})
