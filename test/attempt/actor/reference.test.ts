import t from 'tap'
import type { Actor, Stage } from '../../../src/attempt/actor/actor.ts'
import { idle, reference } from '../../../src/attempt/actor/reference.ts'
import { stepHead } from '../../../src/attempt/event.ts'
import type { Session } from '../../../src/attempt/session.ts'
import type { Sample, StepEvidence } from '../../../src/evidence/evidence.ts'
import type { Judged } from '../../../src/lab/judged.ts'
import { vmGround } from '../../../src/plan/ground.ts'
import { planLab, type StepPlan } from '../../../src/plan/plan.ts'
import { judgeStep } from '../../../src/verdict/judge.ts'
import { labOf } from '../../prove/lab-of.ts'
import { machine, readings, sample } from '../../verdict/recorded.ts'

const lab = labOf(`
  - id: one
    text: One.
    run: "true"
    expect:
      - cgroup: small
        memory.events: {oom_kill: {grown-by: 0}}
      - cgroup: small
        memory.max: 16MiB
    ask: How much may it use?
    answer: {cgroup: small, fact: memory.max}
  - id: two
    text: Two.
    run: "true"
    expect: [{cgroup: small, memory.max: 16MiB}]
`)
const observing = (index: number): StepPlan => {
  const step = lab.steps[index]
  if (!step) throw new Error('no such step')
  return { step, operations: [{ op: 'observe', step: step.id }], later: [] }
}
const plan = observing(0)

/** A session in which only looking is possible; notes who was looked at, and when. */
function sessionOf(looks: [Sample['moment'], readonly string[]][]): Session {
  const bound = { 'cgroup small': { cgroup: '/sys/fs/cgroup/small' } }
  const session = {
    now: () => 7,
    ends: new Map(),
    emit: () => undefined,
    attempt: { head: { id: 'x' } },
    processes: new Map(),
    hello: { ...machine, cgroup: { base: machine.cgroup, controllers: machine.controllers } },
    description: machine,
    ptrace: 'refused',
    observer: {
      sample: async (judged: readonly Judged[], moment: Sample['moment']) => {
        looks.push([moment, judged.map(({ id }) => id)])
        return sample(bound, readings('full'), { moment })
      },
    },
  }
  return session as unknown as Session
}

/** The evidence of a plan of one step. */
async function actedBy(actor: Actor, step: StepPlan, session: Session): Promise<StepEvidence> {
  const ended: StepEvidence[] = []
  const stage: Stage = {
    begin: () => undefined,
    end: evidence => ended.push(evidence) > 0,
    keep: () => undefined,
  }
  await actor.perform({ lab, setUp: [], steps: [step], groups: [] }, session, stage)
  return ended[0] as StepEvidence
}

t.test('checks of growth are sampled before the step, and the question is answered from its end', async t => {
  const looks: [Sample['moment'], readonly string[]][] = []
  const evidence = await actedBy(reference(), plan, sessionOf(looks))
  t.same(looks, [
    ['before', ['one/1']],
    ['end', ['one/1', 'one/2', 'one/answer']],
  ])
  t.equal(evidence.ended, undefined)
  const verdicts = judgeStep(plan.step, evidence, { lab, machine, earlier: new Map() })
  t.same(
    verdicts.map(({ check }) => check),
    stepHead(plan.step).checks,
  )
  t.match(verdicts.at(-1), { check: 'one/answer', outcome: 'pass' })
})

t.test('nothing is sampled before a step that compares with nothing', async t => {
  const looks: [Sample['moment'], readonly string[]][] = []
  await actedBy(reference(), observing(1), sessionOf(looks))
  t.same(looks, [['end', ['two/1']]])
})

t.test('what a later step compares with is read at the end of this one, and kept for it', async t => {
  const compared = labOf(`
  - {id: one, text: One., run: "true"}
  - {id: two, text: Two., run: "true"}
  - id: three
    text: Three.
    run: "true"
    expect: [{cgroup: small, memory.max: {unchanged-since: one}}]
`)
  const { steps } = planLab(compared, vmGround)
  t.same(
    steps.map(({ later }) => later.map(({ id }) => id)),
    [['three/1'], [], []],
  )
  const looks: [Sample['moment'], readonly string[]][] = []
  const session = sessionOf(looks)
  const onlyLooks = steps.map(plan => ({
    ...plan,
    operations: plan.operations.filter(({ op }) => op === 'observe'),
  }))
  const found = []
  for (const plan of onlyLooks) found.push(await actedBy(reference(), plan, session))
  t.same(looks, [
    ['end', ['three/1']],
    ['end', []],
    ['end', ['three/1']],
  ])
  t.same(
    found.map(({ samples }) => samples.map(({ moment, step }) => [moment, step])),
    [
      [['end', undefined]],
      [['end', undefined]],
      [
        ['earlier', 'one'],
        ['end', undefined],
      ],
    ],
  )
})

t.test('who does nothing answers nothing', async t => {
  const evidence = await actedBy(idle, plan, sessionOf([]))
  t.equal(evidence.answer, undefined)
  const verdicts = judgeStep(plan.step, evidence, { lab, machine, earlier: new Map() })
  t.match(verdicts.at(-1), { check: 'one/answer', outcome: 'fail', facts: [{ message: 'not answered' }] })
})
