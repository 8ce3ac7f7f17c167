import t from 'tap'
import type { RunEvent } from '../../../../src/attempt/event.ts'
import { widthOf } from '../../../../src/report/format/pretty/page.ts'
import { reporters } from '../../../../src/report/registry.ts'
import { hostileEvents } from '../../hostile-run.ts'
import { attemptEvents, memoryMax, oomKill, pid, runEvents, runs } from '../../sample-run.ts'
import { written } from '../../write.ts'

const withoutColour = (text: string) => text.replace(/\u001b\[\d+m/g, '')

t.test('colour is only added', async t => {
  for (const run of Object.values(runs)) {
    const plain = await written('pretty', run())
    t.notMatch(plain, /\u001b/)
    t.equal(withoutColour(await written('pretty', run(), { colour: true })), plain)
  }
})

t.test('nothing but commands is wider than the terminal', async t => {
  for (const columns of [40, 60, 80, 120, 300]) {
    const text = await written('pretty', runs.broken(), { columns })
    const lines = text
      .split('\n')
      .filter(line => !/^ {3}(\S+ )?\$ |^ {5,}(echo|unshare|exec)|^ unboxed /.test(line))
    t.same(
      lines.filter(line => widthOf(line) > columns),
      [],
      `${columns} columns`,
    )
  }
})

t.test('a width that makes no sense does no harm', async t => {
  for (const columns of [0, -5, Number.NaN, 1, Number.POSITIVE_INFINITY])
    t.match(await written('pretty', runs.passing(), { columns }), /namespace\/pid passed/)
})

t.test('text from a lab or a program cannot reach the terminal as control characters', async t => {
  const text = await written('pretty', hostileEvents())
  t.notMatch(text, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
})

t.test('an attempt is reported while it runs', async t => {
  let text = ''
  const pretty = await reporters.pretty()
  const reporter = pretty(
    piece => {
      text += piece
    },
    { colour: false, columns: 80 },
  )
  for (const event of runs.passing()) {
    reporter.event(event)
    if (event.type === 'operation') t.ok(text.includes(event.line.split('\n')[0] ?? ''), event.line)
    if (event.type === 'verdict') t.ok(text.includes(event.verdict.subject), event.verdict.check)
  }
})

t.test('the same portrait is drawn once, another one again', async t => {
  const twice = runs
    .passing()
    .flatMap((event): RunEvent[] => (event.type === 'sample' ? [event, event] : [event]))
  t.equal((await written('pretty', twice)).match(/INSIDE/g)?.length, 1)
})

t.test('verbose leaves nothing out', async t => {
  const text = await written('pretty', runs.failing(), { verbose: true })
  t.match(text, /line 30\n/)
  t.match(text, /readlink \/proc\/\d+\/ns\/pid {2}pid:\[\d+\]/)
  t.notMatch(await written('pretty', runs.failing()), /line 30\n/)
})

t.test("an error is said to be nobody's wrong answer", async t => {
  const text = await written('pretty', runs.broken())
  t.match(text, /not a wrong answer: something could not be determined/)
  t.equal(text.match(/QEMU was killed by SIGKILL/g)?.length, 2, 'told where it happened and at the end')
  t.notMatch(await written('pretty', runs.failing()), /not a wrong answer: something could not be determined/)
})

t.test('a machine that could not be had at all', async t => {
  const ended = oomKill.evidence.ended
  const events = runEvents([pid], { only: ({ type }) => /^attempt-/.test(type) }).map(event =>
    event.type === 'attempt-end' && ended ? { ...event, ended } : event,
  )
  const text = await written('pretty', events)
  t.match(text, /A process that is number 1/)
  t.match(text, /the VM ended: QEMU was killed by SIGKILL/)
  t.match(text, /unboxed doctor/)
})

t.test('what to do next is a command that can be typed', async t => {
  t.match(await written('pretty', runs.failing()), /^ unboxed run cgroup\/memory-max /m)
  t.match(await written('pretty', runs.passing()), /^ unboxed show namespace\/pid /m)
})

t.test('a run that broke off is reported as such', async t => {
  const text = await written('pretty', runEvents([pid, memoryMax]).slice(0, 6))
  t.match(text, /namespace\/pid was not run to its end/)
  t.match(text, /1 attempt at 2 labs: 1 not run to the end\n 1 attempt was not started\.\n/)
  t.equal(await written('pretty', []), '')
})

t.test('attempts at one lab that run at once stand one below the other, each with its number', async t => {
  const atOnce = await written('pretty', runEvents([pid, memoryMax], { repeat: 2, atOnce: true }))
  t.equal(atOnce, await written('pretty', runEvents([pid, memoryMax], { repeat: 2 })))
  t.same(
    [...atOnce.matchAll(/^── (.*?) ─/gm)].map(([, name]) => name),
    [
      'namespace/pid (1 of 2)',
      'cgroup/memory-max (1 of 2)',
      'namespace/pid (2 of 2)',
      'cgroup/memory-max (2 of 2)',
    ],
  )
  t.match(atOnce, /4 attempts at 2 labs: 2 passed, 2 failed/)
  t.match(atOnce, /^ unboxed run cgroup\/memory-max {2}/m, 'a lab that failed twice is suggested once')
})

t.test('of many attempts that did not pass the first are listed, and the others counted', async t => {
  const summary = (text: string) => text.slice(text.lastIndexOf('─'))
  const many = summary(await written('pretty', runEvents([memoryMax], { repeat: 25 })))
  t.equal(many.match(/^ ✗ cgroup\/memory-max/gm)?.length, 20)
  t.match(many, / ✗ cgroup\/memory-max \(20 of 25\)\n/)
  t.match(many, /^ … and 5 more$/m)
  t.notMatch(summary(await written('pretty', runEvents([memoryMax], { repeat: 20 }))), /more$/m)
})

t.test('attempts that never started are counted', async t => {
  const whole = 1 + attemptEvents(pid).length
  const text = await written('pretty', runEvents([pid], { repeat: 3 }).slice(0, whole + 5))
  t.match(
    text,
    /2 attempts at 1 lab: 1 passed, 1 not run to the end, 6 of 6 points\n 1 attempt was not started\.\n/,
  )
  t.match(text, /^ ! namespace\/pid \(2 of 3\) was not run to its end: /m, 'the one that started is closed')
})
