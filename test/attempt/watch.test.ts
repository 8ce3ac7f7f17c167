import t from 'tap'
import { performStep } from '../../src/attempt/actor/reference.ts'
import type { Session } from '../../src/attempt/session.ts'
import type { Sample } from '../../src/evidence/evidence.ts'
import { planLab } from '../../src/plan/plan.ts'
import { labOf } from '../prove/lab-of.ts'
import { virtualTime } from './recorded/virtual-time.ts'

const lab = labOf(`
  - id: visit
    text: Something comes and goes.
    run: "true"
    timeout: 1s
    expect: [{cgroup: box, cgroup.events: {populated: true}, when: ever}]
    ask: How many processes has the machine?
    answer: {host: processes}
`)

/** What an actor does with the step when looks made during it come out like this. */
async function acted(during: () => Sample) {
  const time = virtualTime()
  const moments: string[] = []
  const session = {
    ...{ attempt: { lab, head: {} }, runtime: time, now: time.now, emit: () => undefined, slowness: 1 },
    ...{ processes: new Map(), ends: new Map(), hello: { cgroup: {} }, description: {} },
    observer: {
      sample: async (_: unknown, moment: Sample['moment']) => {
        moments.push(moment)
        return moment === 'during' ? during() : sample(moment)
      },
    },
  } as unknown as Session
  const [step] = planLab(lab, { cgroup: '/sys/fs/cgroup', controllers: [], shell: 'bash' }).steps
  if (!step) throw new Error('the lab has no step')
  const evidence = await time.run(performStep(step, session, async () => ({ code: 0, signal: null })))
  return { evidence, moments }
}

const sample = (moment: Sample['moment']): Sample => ({ at: 0, moment, bindings: {}, readings: [] })

t.test('where nobody could watch, the step has a reason: what was awaited may have been there', async t => {
  const { evidence, moments } = await acted(() => {
    throw new Error('no answer')
  })
  t.match(evidence, { ended: { kind: 'error', message: 'no answer' }, samples: [] })
  t.same(moments, ['during'])
})

t.test('what is awaited and does not come is looked for until it is no longer to be expected', async t => {
  const { evidence, moments } = await acted(() => sample('during'))
  t.equal(evidence.ended, undefined)
  t.same(moments, [...Array(6).fill('during'), 'end'], 'less and less often within the second')
})

t.test('once it has come, nothing is looked for any more, though a question is open', async t => {
  const readings = [
    { source: '/sys/fs/cgroup/box/cgroup.controllers', text: '\n' },
    { source: '/sys/fs/cgroup/box/cgroup.events', text: 'populated 1\nfrozen 0\n' },
  ]
  const bindings = { 'cgroup box': { cgroup: '/sys/fs/cgroup/box' } }
  const { moments } = await acted(() => ({ at: 0, moment: 'during', bindings, readings }))
  t.same(moments, ['during', 'end'])
})
