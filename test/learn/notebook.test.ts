import t from 'tap'
import { newProgress } from '../../src/learn/advance.ts'
import { openNotebook } from '../../src/learn/notebook.ts'
import { labOf } from '../attempt/actor/hand/by-hand.ts'

const lab = labOf([
  { id: 'a', expect: [{ exit: 0 }] },
  { id: 'b', expect: [{ exit: 0 }] },
])
const began = '2026-01-01T00:00:00.000Z'

function notebookAt(start: number) {
  let now = start
  const clock = { now: () => now, date: () => Date.parse(began) + now }
  const notebook = openNotebook(newProgress(lab, '0'.repeat(16), began), lab, clock)
  const pass = (ms: number) => {
    now += ms
  }
  return { notebook, pass }
}

t.test('time is spent on the step that is open', async t => {
  const { notebook, pass } = notebookAt(5_000)
  pass(1_000)
  notebook.over('a', { skipped: false })
  pass(250)
  notebook.left('b')
  t.equal(notebook.progress.steps.a?.ms, 1_000)
  t.equal(notebook.progress.steps.b?.ms, 250)
  t.equal(notebook.progress.steps.b?.doneAt, undefined)
})

t.test('a lab is done with its last step, by the learner or by the reference', async t => {
  const { notebook, pass } = notebookAt(0)
  notebook.over('a', { skipped: true })
  t.equal(notebook.progress.steps.a?.skipped, true)
  t.equal(notebook.progress.doneAt, undefined)
  pass(60_000)
  notebook.over('b', { skipped: false })
  t.equal(notebook.progress.doneAt, '2026-01-01T00:01:00.000Z')
})

t.test('hints, solutions, answers and fresh starts are counted', async t => {
  const { notebook } = notebookAt(0)
  notebook.hint('a')
  notebook.hint('a')
  notebook.solution('b')
  notebook.answer('a', { text: '412', isRight: false })
  notebook.answer('a', { text: '413', isRight: true })
  notebook.afresh()
  t.match(notebook.progress, {
    freshStarts: 1,
    steps: { a: { hints: 2, answer: { text: '413', isRight: true } }, b: { solution: true } },
  })
})
