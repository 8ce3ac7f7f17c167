import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { openVm } from '../../../../src/machine/vm/vm.ts'
import { vmGround } from '../../../../src/plan/ground.ts'
import { referenceSubmission } from '../../../../src/submission/reference.ts'
import { eventsOf, unboxed } from '../../../command/unboxed.ts'
import { drawLabs } from '../../../draw.ts'
import { useOwnCache } from '../../../machine/vm/own-cache.ts'
import { vmSettings } from '../../../machine/vm/settings.ts'
import { courseOf } from '../../../submission/course.ts'
import { attempted, type ByHand } from './by-hand.ts'
import { attemptFileOf, pasting, withoutAnswers } from './pasting.ts'

t.setTimeout(900_000)
await useOwnCache(t)
const vm = await openVm(vmSettings(t))
t.teardown(() => vm.close())
const folder = t.testdir()

const drawn = drawLabs(t, 'live', 8)
const labs = courseOf('live').filter(({ id }) => drawn.includes(id))

const live = new Map<string, ByHand>()
for (const lab of labs)
  t.test(`${lab.id} is done live, by somebody who pastes its lines`, async t => {
    const made = await attempted(lab, pasting(referenceSubmission(lab, vmGround)), vm)
    live.set(lab.id, made)
    for (const [id, outcome] of Object.entries(made.outcomes))
      t.equal(outcome, 'pass', `${id}: ${JSON.stringify(made.verdicts.find(({ check }) => check === id))}`)
    t.same(made.again, made.outcomes, 'its evidence alone says the same')
    writeFileSync(join(folder, `${lab.id.replace('/', '-')}.json`), attemptFileOf(lab, made, 'ada'))
  })

t.test('replayed, every one of them is judged the same', async t => {
  const run = await unboxed(['replay', folder, '--reporter', 'jsonl'])
  t.comment(run.stderr)
  t.equal(run.code, 0)
  const events = eventsOf(run)
  for (const { id } of labs) {
    const verdicts = events.flatMap(event =>
      event.type === 'verdict' && event.verdict.lab === id ? [event.verdict] : [],
    )
    const made = live.get(id)
    t.same(
      Object.fromEntries(verdicts.map(({ check, outcome }) => [check, outcome])),
      made && withoutAnswers(made),
      id,
    )
  }
})
