import t from 'tap'
import { scriptOf } from '../../../../src/attempt/actor/hand/script-line.ts'
import { labOf } from '../../../prove/lab-of.ts'

const lab = labOf(`
  - {id: box, text: a, as: box, run: bash}
  - {id: end, text: a, in: {shell: box}, run: exit}
  - {id: after, text: a, run: "true"}
`)

/** The terminals of the lines, if these steps are handed in. */
const terminalsOf = (...ids: string[]) => {
  const steps = ids.map(id => ({ id, at: id, lines: [{ text: id, at: id }] }))
  return scriptOf({ steps } as never, lab).map(({ terminal }) => terminal)
}

t.test('the first line that was typed after Ctrl-C, and those that the interrupted program read', async t => {
  const line = (text: string, typedAfter: number, more = {}) => ({ text, at: text, typedAfter, ...more })
  const lines = [
    line('cat', 1_000, { interruptedAfter: 3_000 }),
    line('read', 2_000),
    line('elsewhere', 4_500, { terminal: 2 }),
    line('after', 5_000),
    line('later', 6_000),
  ]
  const script = scriptOf({ steps: [{ id: 'after', at: '', lines }] } as never, lab)
  t.same(
    script.filter(({ isAfterInterrupt }) => isAfterInterrupt).map(({ text }) => text),
    ['after'],
  )
})

t.test(
  'the terminal of a shell is free once it was told to exit, and not where that was left out',
  async t => {
    t.same(terminalsOf('box', 'end', 'after'), [1, 1, 1])
    t.same(terminalsOf('box', 'after'), [1, 2])
    t.same(terminalsOf('after'), [1])
  },
)
