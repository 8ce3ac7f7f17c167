import t from 'tap'
import type { Lab } from '../../src/lab/lab.ts'
import type { Cell, CellResult } from '../../src/prove/cell.ts'
import { proveLab } from '../../src/prove/prove-lab.ts'
import { proofPretty } from '../../src/report/format/pretty/proof.ts'
import { handResult } from '../prove/hand-result.ts'
import { labOf } from '../prove/lab-of.ts'
import type { Mistake } from './mistake.ts'

/** A mistake in a lab, and which checks fail in a run of it, with their messages. */
interface Attempted extends Mistake {
  readonly steps: string
  readonly beside?: string
  readonly failing: (cell: Cell) => Readonly<Record<string, string>>
}

const box = `
  - id: box
    text: A process with a limit.
    as: sleeper
    in: {cgroup: jar, limits: {pids.max: 20}}
    run: sleep 1000
    expect:
      - process: sleeper
        cgroup: jar
`
const rename = (name: string, more: string) => `
  - {id: box, text: A shell., as: box, run: unshare --uts bash}
  - id: rename
    text: Another name.
    in: {shell: box}
    run: hostname whale
    expect:
      - process: box
        hostname: whale
      - host: {hostname: {not: ${name}}}
${more}`

const isReference = ({ manner }: Cell) => manner === 'whole'
const notInJar = 'there is no process in it'
const pathsIn = ({ lab }: Cell) => JSON.stringify(lab.steps)

const lines = (...all: readonly string[]) => all.join('\n')

const mistakes: readonly Attempted[] = [
  {
    done: 'checked that the machine kept its name, which is true before anything is done',
    steps: rename('whale', ''),
    failing: cell =>
      isReference(cell)
        ? {}
        : cell.manner === 'pristine'
          ? { 'rename/1': 'expected whale' }
          : { 'rename/1': 'expected whale', 'rename/2': 'it is' },
    says: lines(
      ' ✗ untouched machine: rename/2 labs/x.yaml:12',
      '   this check passes on an untouched machine, before any step has run: hostname is not whale',
      '   → Check something that only the step makes true, or add `depends: rename/1` to this check, so',
      '     that it is judged only after rename/1 has passed. If the check is about the machine and not',
      '     about the lab’s work, add the reason: `given: REASON`.',
    ),
    do: 'Add `depends: rename/1` to the second check, or say with `given` why it is true without the step.',
  },
  {
    done: 'wrote a limit that no check reads',
    steps: box,
    failing: cell => {
      const limited = pathsIn(cell).includes('"pids.max":{"written":"20"') && !pathsIn(cell).includes('late')
      const wrongProcess = /decoy|beside/.test(pathsIn(cell)) || !pathsIn(cell).includes('sleep 1000')
      if (isReference(cell) && limited && !wrongProcess) return {}
      return cell.manner === 'pristine' || wrongProcess ? { 'box/1': notInJar } : {}
    },
    says: lines(
      ' ✗ mutant: box/without-pids.max labs/x.yaml:4',
      '   every check still passes if the lab does not write pids.max',
      '     - echo 20 > /sys/fs/cgroup/jar/pids.max',
      '     - cat /sys/fs/cgroup/jar/pids.max',
      '   → No check reads pids.max of cgroup jar; the closest is box/1 (process sleeper: cgroup jar).',
      '     Add one under `expect` of step `box`: `- {cgroup: jar, pids.max: 20}`. If the change makes',
      '     no difference to the kernel, declare that: `equivalent: {box/without-pids.max: REASON}`.',
    ),
    do: 'Add the check `- {cgroup: jar, pids.max: 20}` to the step.',
  },
  {
    done: 'checked a group that empties a moment after the command has returned',
    steps: box,
    failing: cell => (isReference(cell) && cell.round !== 1 ? {} : { 'box/1': notInJar }),
    says: lines(
      ' ✗ the lab itself: run 2 labs/x.yaml:1',
      '   the lab is flaky: it passes in 2 of 3 runs with the same values. In this run: box/1: there is',
      '   no process in it',
      '   → If the expected state takes a moment to appear, add `when: ever` to the check. If the check',
      '     compares times, compare shares or ratios instead. Mend this first: no mutants were run.',
    ),
    do: 'Write `when: ever` in the check that fails now and then.',
  },
  {
    done: 'checked the machine for another name than the one that the step sets',
    steps: rename('walrus', '        depends: rename/1'),
    failing: cell => {
      if (cell.manner === 'pristine') return { 'rename/1': 'expected whale', 'rename/2': 'skipped' }
      const done = pathsIn(cell).includes('"hostname whale"') && !pathsIn(cell).includes('rename-inside')
      return done && pathsIn(cell).includes('--uts') ? {} : { 'rename/1': 'expected whale' }
    },
    says: lines(
      ' ✗ mutant: rename/also-outside labs/x.yaml:5',
      '   every check still passes if the lab also runs `hostname whale` on the machine itself',
      '     + hostname whale',
      '   → rename/2 (the machine: hostname not walrus) reads what was changed and must fail: make its',
      '     expectation stricter. If the change makes no difference to the kernel, declare that:',
      '     `equivalent: {rename/also-outside: REASON}`.',
    ),
    do: 'Write `whale` in the second check, as in the step.',
  },
  {
    done: 'declared a mutant equivalent, with a typing error in its name',
    steps: box,
    beside: 'equivalent: {box/late-limit: It forks nothing.}',
    failing: cell => (isReference(cell) && !/decoy|beside/.test(pathsIn(cell)) ? {} : { 'box/1': notInJar }),
    says: lines(
      ' ✗ equivalent mutant: box/late-limit labs/x.yaml:2',
      '   the lab has no mutant of this name; did you mean `box/late-limits`?',
      '   → `unboxed prove --verbose` lists the names of all mutants.',
    ),
    do: 'Correct the name under `equivalent` to `box/late-limits`.',
  },
]

for (const { done, says, do: remedy, steps, beside, failing } of mistakes)
  t.test(done, async t => {
    t.ok(remedy)
    const lab = labOf(steps, beside)
    t.equal(await printed(lab, failing), says)
  })

/** Proves a lab with the given results, and returns what the report prints about the first case that did not pass. */
async function printed(lab: Lab, failing: Attempted['failing']): Promise<string> {
  const proof = await proveLab({
    draw: () => lab,
    seed: 'one',
    repeat: 3,
    run: async cell => ({
      result: handResult(cell) ?? resultOf(cell, failing(cell)),
      remembered: false,
      remember: async () => undefined,
      keep: async () => undefined,
    }),
  })
  const whole = { labs: [proof], machine: 'a machine', seed: 'one', ms: 0, interrupted: false }
  const text = proofPretty(whole, { colour: false, columns: 100 })
  return text.split('\n\n')[1] ?? ''
}

function resultOf({ lab }: Cell, failed: Readonly<Record<string, string>>): CellResult {
  const checks = lab.steps.flatMap(({ expect }) => expect)
  const verdicts = checks.map(({ id, facts }) => {
    const asked = Object.entries(facts).map(([name, { text }]) => `${name} is ${text}`)
    const outcome = id in failed ? ('fail' as const) : ('pass' as const)
    return [id, { outcome, asked: asked.join(), message: failed[id] ?? '' }] as const
  })
  return {
    verdicts: Object.fromEntries(verdicts),
    caughtBy: Object.keys(failed),
    overdue: [],
    leaks: [],
    took: {},
    ms: 0,
  }
}
