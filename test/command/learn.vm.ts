import t from 'tap'
import { drawLabs } from '../draw.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { keys } from '../screen/at-terminal.ts'
import { answerQuestion, courseLabs, learnAt, progressOf, prompt } from './learn-at.ts'
import { areGone, qemusOf } from './unboxed.ts'

t.setTimeout(900_000)
await useOwnCache(t)

const drawn = drawLabs(t, 'learn', 4)

for (const lab of courseLabs('monday').filter(({ id }) => drawn.includes(id)))
  t.test(
    `${lab.id} is done by hand, at its screen, though the runner is killed after the first step`,
    async t => {
      const state = t.testdir()
      const first = await learnAt(t, [lab.id, '--seed', 'monday'], state)
      await first.until(prompt)
      await first.doStep(lab, 0)
      const machines = qemusOf(first.pid)
      t.equal(machines.length, 1)
      first.kill('SIGKILL')
      t.ok(await areGone(machines), 'its machine has ended, too')

      const at = await learnAt(t, [lab.id, '--seed', 'monday'], state)
      await at.until(/typed \d+ lines?, which did 1 step again/)
      t.match(at.history(), `You have done 1 of ${lab.steps.length} steps; your lines are typed again.`)
      for (const [index, step] of lab.steps.entries()) {
        if (index === 0) continue
        at.press(keys.chord)
        await at.untilSo('task', () => at.modes().isAlternate && /Step \d of/.test(at.text()))
        at.press(keys.chord)
        await at.untilSo('shell', () => !at.modes().isAlternate)
        await at.doStep(lab, index)
        await answerQuestion(at, step)
      }
      await at.untilSo('end of the lab', () => at.history().includes('the lab is done'))
      at.type('lab quit')
      t.equal(await at.ended, 0)
      const progress = progressOf(state, lab.id)
      t.ok(progress.doneAt)
      t.same(
        Object.keys(progress.steps),
        lab.steps.map(({ id }) => id),
      )
    },
  )
