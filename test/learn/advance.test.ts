import t from 'tap'
import {
  carriedOver,
  doneSteps,
  firstUnfinished,
  isDone,
  startedAfresh,
  stepChanged,
  stepDone,
} from '../../src/learn/advance.ts'
import { fresh, labWith } from './a-lab.ts'

const lab = labWith('namespace/pid', 'box', 'inside')
const [one, two, three] = ['2026-02-01T08:00:00Z', '2026-02-02T08:00:00Z', '2026-02-03T08:00:00Z'] as const

t.test('a lab is done with its last step, for the first time', async t => {
  const half = stepDone(fresh(lab), 'inside', { lab, now: one })
  t.same(half.steps, { inside: { ms: 0, hints: 0, doneAt: one } })
  t.notOk(isDone(half, lab))
  t.equal(half.doneAt, undefined)
  const whole = stepDone(half, 'box', { lab, now: two })
  t.ok(isDone(whole, lab))
  t.equal(whole.doneAt, two)
  t.equal(stepDone(whole, 'box', { lab, now: three }), whole, 'once more changes nothing')
})

t.test('a skipped step counts as done, and a learner can still do it', async t => {
  const skipped = stepDone(fresh(lab), 'box', { lab, now: one, skipped: true })
  t.same(skipped.steps.box, { ms: 0, hints: 0, doneAt: one, skipped: true })
  t.equal(doneSteps(skipped, lab), 1)
  t.equal(stepDone(skipped, 'box', { lab, now: two, skipped: true }), skipped)
  t.same(stepDone(skipped, 'box', { lab, now: two }).steps.box, { ms: 0, hints: 0, doneAt: two })
  const done = stepDone(fresh(lab), 'box', { lab, now: one })
  t.equal(stepDone(done, 'box', { lab, now: two, skipped: true }), done, 'what was done is never skipped')
})

t.test('what else is recorded of a step stays when it is done', async t => {
  const hinted = stepChanged(fresh(lab), 'box', ({ hints, ms }) => ({ hints: hints + 1, ms: ms + 500 }))
  const twice = stepChanged(hinted, 'box', ({ hints }) => ({ hints: hints + 1, solution: true }))
  t.same(stepDone(twice, 'box', { lab, now: one }).steps.box, {
    ms: 500,
    hints: 2,
    solution: true,
    doneAt: one,
  })
})

t.test('a step may have the name of something that every object has', async t => {
  const odd = labWith('odd', 'constructor')
  t.equal(doneSteps(fresh(odd), odd), 0)
  t.same(stepDone(fresh(odd), 'constructor', { lab: odd, now: one }).steps.constructor, {
    ms: 0,
    hints: 0,
    doneAt: one,
  })
})

t.test('in a newer version of the lab, steps of the same id are still done', async t => {
  const before = labWith('namespace/pid', 'box', 'old')
  const done = ['box', 'old'].reduce(
    (progress, step) => stepDone(progress, step, { lab: before, now: one }),
    fresh(before),
  )
  t.same(carriedOver(done, before, done.digest), { progress: done })
  const { progress, change } = carriedOver(done, lab, 'ffffffffffffffff')
  t.same(change, { kept: ['box'], dropped: ['old'] })
  t.same(Object.keys(progress.steps), ['box'])
  t.equal(progress.digest, 'ffffffffffffffff')
  t.notOk(isDone(progress, lab), 'it has a step that nobody has done')
})

t.test('fresh starts are counted', async t => {
  t.equal(startedAfresh(startedAfresh(fresh(lab))).freshStarts, 2)
})

t.test('one goes on with the first lab of the course that is not done', async t => {
  const other = labWith('namespace/uts', 'box')
  const labs = [lab, other]
  t.equal(
    firstUnfinished(labs, () => undefined),
    lab,
  )
  const done = ['box', 'inside'].reduce(
    (progress, step) => stepDone(progress, step, { lab, now: one }),
    fresh(lab),
  )
  t.equal(
    firstUnfinished(labs, id => (id === lab.id ? done : undefined)),
    other,
  )
  const last = stepDone(fresh(other), 'box', { lab: other, now: one })
  t.equal(
    firstUnfinished(labs, id => (id === lab.id ? done : last)),
    undefined,
  )
})
