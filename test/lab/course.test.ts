import { join } from 'node:path'
import t from 'tap'
import { loadLabs } from '../../src/command/load-labs.ts'

const root = join(import.meta.dirname, '../..')
const { labs, problems } = await loadLabs([], { root, cwd: root, seed: 'course' })
const steps = labs.flatMap(lab =>
  lab.steps.map(step => ({ ...step, lab: lab.id, name: `${lab.id}: ${step.id}` })),
)

t.test('the course is valid', async t => {
  t.same(problems, [])
  t.ok(labs.length >= 8)
})

/** Labs without hints, as they tell the learner: they ask for what the other labs have taught. */
const unaided = ['capstone/box']

t.test('every step can be done from its task, with one to three hints', async t => {
  for (const { name, lab, task, hints } of steps) {
    t.ok(task, `${name}: a task`)
    const [least, most] = unaided.includes(lab) ? [0, 0] : [1, 3]
    t.ok(hints.length >= least && hints.length <= most, `${name}: ${hints.length} hints`)
  }
})

t.test('no hint gives the solution away', async t => {
  for (const { name, run, hints } of steps)
    for (const line of run.split('\n').map(line => line.trim()))
      if (line.includes(' '))
        t.notOk(
          hints.find(hint => hint.includes(line)),
          `${name}: ${line}`,
        )
})

t.test('every check says why the kernel reports what it does', async t => {
  for (const { expect } of steps) for (const { id, why } of expect) t.ok(why, id)
})
