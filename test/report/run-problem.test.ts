import t from 'tap'
import type { RunEvent } from '../../src/attempt/event.ts'
import type { ReporterName } from '../../src/report/registry.ts'
import { leakWords } from '../../src/report/wording.ts'
import { commanded } from '../command/commanded.ts'
import { pid, runEvents, runs } from './sample-run.ts'
import { exitCodeAfter, written } from './write.ts'

const style = { colour: false, columns: 80 }
const machine = { kind: 'machine', code: 'x', message: 'QEMU is missing', remedy: 'Install it.' } as const
const usage = { ...machine, kind: 'usage', at: { file: 'x.yaml', line: 2, column: 1 } } as const

/** How each format for machines shows that a run is no pass. */
const signs: Readonly<Partial<Record<ReporterName, RegExp>>> = {
  tap: /^Bail out! (x.yaml:2:1: )?QEMU is missing$/m,
  junit:
    /<testsuites [^>]*errors="1"(.|\n)*<error message="(x.yaml:2:1: )?QEMU is missing" type="error">Install it.</,
  jsonl: /"type":"problem"/,
}

t.test('a run that never began, or that is not whole, is no pass in any format', async t => {
  for (const problem of [machine, usage])
    for (const rest of [[], runs.passing()])
      for (const [name, sign] of Object.entries(signs)) {
        const events: RunEvent[] = [{ type: 'problem', ...problem }, ...rest]
        const text = await written(name as ReporterName, events, style)
        t.match(text, sign, `${name}, ${rest.length} other events`)
        t.equal(exitCodeAfter(events), problem.kind === 'usage' ? 2 : 3)
        if (name === 'tap') t.equal(text.split('TAP version 14').length, 2)
      }
})

t.test('a lab with a mistake gives a report, too', async t => {
  const cwd = t.testdir({ 'wrong.yaml': 'about: No title, no steps.\n' })
  for (const [reporter, sign] of [
    ['tap', /^Bail out! wrong.yaml:1:1: a lab must have `title`$/m],
    ['junit', /errors="2"/],
    ['jsonl', /^{"format":2,"type":"problem","kind":"usage","code":"missing-key"/m],
  ] as const) {
    const { code, stdout } = await commanded(['run', 'wrong.yaml', '--reporter', reporter], { cwd })
    t.equal(code, 2)
    t.match(stdout, sign)
  }
})

t.test('evidence that cannot be kept is in the report, too', async t => {
  for (const [reporter, sign] of [
    ['tap', /^Bail out! the evidence could not be written to \/dev\/null: /m],
    ['junit', /errors="1"/],
    ['jsonl', /^{"format":2,"type":"problem","kind":"machine","code":"evidence-unwritable"/m],
  ] as const) {
    const args = ['run', 'pid', '--evidence', '/dev/null', '--reporter', reporter]
    const { code, stdout } = await commanded(args)
    t.equal(code, 3)
    t.match(stdout, sign)
  }
})

t.test('a lab without checks is told as one, not as a broken machine', async t => {
  const steps = pid.lab.steps.map(step => ({ ...step, expect: [] }))
  const events = runEvents([{ ...pid, lab: { ...pid.lab, steps } }])
  t.equal(exitCodeAfter(events), 2)
  for (const name of ['pretty', 'tap', 'junit'] as const) {
    const text = (await written(name, events, style)).replace(/\s+/g, ' ')
    t.match(text, 'the lab has no checks, so it can neither pass nor fail', name)
    t.match(text, 'Give a step an `expect`', name)
    t.notMatch(text, 'unboxed doctor', name)
  }
})

t.test('of many leftovers some are named, and all are counted; a long name keeps both ends', async t => {
  const leaks = Array.from({ length: 300 }, (_, index) => ({ kind: 'cgroup' as const, what: `/c/${index}` }))
  t.match(leakWords(leaks), /^cgroup \/c\/0, .*cgroup \/c\/9, and 290 more$/)
  const words = leakWords([{ kind: 'cgroup', what: `/begin${'/x'.repeat(2000)}/end` }])
  t.match(words, /^cgroup \/begin.*….*\/end$/)
  t.ok(words.length < 140)
})
