import t from 'tap'
import type { LearnersDesk } from '../../src/attempt/actor/hand/learner.ts'
import type { Terminal } from '../../src/attempt/actor/hand/terminal.ts'
import { typeAgain } from '../../src/learn/type-again.ts'
import { vmGround } from '../../src/plan/ground.ts'
import { labOf } from '../prove/lab-of.ts'

const lab = labOf(`
  - {id: one, text: a, run: "true"}
  - {id: two, text: a, run: "true"}
  - {id: three, text: a, run: "true"}
  - {id: four, text: a, run: "true"}
`)
const steps = lab.steps.map(({ id }) => ({ id, at: id, lines: [{ text: `do ${id}`, at: id }] }))

/** A desk at which these steps become true once their lines are typed. */
function desk(...become: readonly string[]) {
  const typed: string[] = []
  const terminal = {
    typeLine: async (line: string) => {
      typed.push(line)
      return { kind: 'ended' }
    },
  }
  const after = (_: number, call: () => void) => {
    setImmediate(call)
    return () => undefined
  }
  const isDone = (id = '') => become.includes(id) && typed.includes(`do ${id}`)
  const given = {
    lab,
    session: {
      slowness: 1,
      ground: vmGround,
      runtime: { after },
    },
    resolver: {
      process: () => undefined,
      closed: () => lab.steps.filter(({ id }) => isDone(id)).map(step => ({ step })),
    },
    done: async (id: string) => (isDone(id) ? undefined : new Promise(() => undefined)),
  }
  const again = () =>
    typeAgain(
      steps,
      given as unknown as LearnersDesk,
      new AbortController().signal,
      async () => terminal as unknown as Terminal,
    )
  return { typed, again }
}

t.test('steps are typed one after another', async t => {
  const { typed, again } = desk('one', 'two', 'three', 'four')
  t.same(await again(), { lines: 4, steps: ['one', 'two', 'three', 'four'] })
  t.same(typed, ['do one', 'do two', 'do three', 'do four'])
})

t.test('nothing is typed behind a step that does not become true, and how much that is is told', async t => {
  const { typed, again } = desk('one', 'three', 'four')
  t.same(await again(), { lines: 2, steps: ['one'], missed: { step: 'two', later: 2 } })
  t.same(typed, ['do one', 'do two'])
})
