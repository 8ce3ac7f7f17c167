import { join } from 'node:path'
import t from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { courseLab, learnAt, progressOf, prompt } from './learn-at.ts'
import { areGone, commandOf, qemusOf, unboxed, until } from './unboxed.ts'

t.setTimeout(300_000)
await useOwnCache(t)

const state = t.testdir()
const lab = courseLab('namespace/uts')
const again = /typed 1 line, which did 1 step again/

t.test('the terminal is closed in the middle', async t => {
  const at = await learnAt(t, [lab.id, '--seed', 'monday'], state)
  await at.until(prompt)
  await at.doStep(lab, 0)
  const machines = qemusOf(at.pid)
  at.hangUp()
  t.ok(await until(5_000, () => commandOf(at.pid) === ''), 'nobody is left')
  t.ok(await areGone(machines), 'and no machine')
})

t.test('the machine dies in the middle, in two ways, and the lab is finished', async t => {
  const at = await learnAt(t, [lab.id, '--seed', 'monday'], state)
  await at.until(again)
  const greeting = at.history()
  t.match(greeting, 'You have done 1 of 3 steps; your lines are typed again.')
  t.match(greeting, 'sudo unshare --uts bash', 'visibly')
  t.notMatch(greeting, 'removed what an earlier run left')
  await at.until(prompt)

  for (const machine of qemusOf(at.pid)) process.kill(machine, 'SIGKILL')
  await at.until(
    /Go on in a fresh machine\? The lines of the steps that are done are typed again there\. \[Y\/n\]/,
  )
  t.match(at.modes(), { isAlternate: false, bracketedPaste: false })
  at.type('y')
  await at.until(again)
  await at.until(prompt)

  at.type('echo c > /proc/sysrq-trigger')
  await at.untilSo('the question again', () =>
    /sysrq-trigger\n[\s\S]*Go on in a fresh machine/.test(at.history()),
  )
  t.match(at.text(), 'panic')
  at.type('')
  await at.untilSo('another machine', () => /sysrq-trigger\n[\s\S]*1 step again/.test(at.history()))
  await at.until(prompt)

  for (const index of [1, 2]) await at.doStep(lab, index)
  at.type('lab quit')
  t.equal(await at.ended, 0)
  t.match(progressOf(state, lab.id), { doneAt: String, freshStarts: Number })
})

t.test('what was done in five machines is handed in as one attempt, and is told in the list', async t => {
  const env = { ...process.env, XDG_STATE_HOME: state }
  const archive = join(t.testdir(), 'mine.tar.gz')
  const [handed, listed] = await Promise.all([
    unboxed(['hand-in', '--out', archive, '--learner', 'Ada'], env),
    unboxed(['list'], env),
  ])
  t.equal(handed.code, 0, handed.stderr)
  t.match(handed.stdout, /mine\.tar\.gz: 1 attempt, (\d+) of \1 points as judged here\n$/)
  t.match(listed.stdout, /✓ namespace\/uts .* done /)
})

t.test('no is no', async t => {
  const at = await learnAt(t, [lab.id, '--from-start'], t.testdir())
  await at.until(prompt)
  for (const machine of qemusOf(at.pid)) process.kill(machine, 'SIGKILL')
  await at.until(/Go on in a fresh machine/)
  at.type('n')
  t.equal(await at.ended, 3)
})
