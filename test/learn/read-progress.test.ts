import t from 'tap'
import { stepChanged, stepDone } from '../../src/learn/advance.ts'
import { readProgress } from '../../src/learn/read-progress.ts'
import { began, fresh, labWith } from './a-lab.ts'

const lab = labWith('namespace/pid', 'box')
const progress = stepDone(
  stepChanged(fresh(lab), 'box', () => ({
    ...{ ms: 1200.5, hints: 1, solution: true },
    answer: { text: '412', isRight: true },
  })),
  'box',
  { lab, now: began, skipped: true },
)
const text = JSON.stringify(progress)

t.test('progress is read as it was written, and fields of later versions are ignored', async t => {
  t.same(readProgress(text), progress)
  t.match(readProgress(JSON.stringify({ ...progress, mood: 'good' })), progress)
})

t.test('what is not progress is damaged', async t => {
  for (const wrong of ['', '{', 'null', '[]', '7', '{}', text.slice(0, -9), `${text}}`])
    t.equal(readProgress(wrong), 'is damaged', wrong)
  const { steps } = progress
  for (const change of [
    { unboxed: 1 },
    { unboxed: { progress: 0 } },
    { unboxed: { progress: '1' } },
    { lab: 7 },
    { digest: undefined },
    { seed: null },
    { startedAt: 'yesterday' },
    { doneAt: 12 },
    { freshStarts: -1 },
    { steps: [] },
    { steps: { box: 7 } },
    ...[
      { ms: -1 },
      { ms: null },
      { hints: 0.5 },
      { skipped: false },
      { solution: 'yes' },
      { answer: '412' },
      { answer: { text: '412' } },
    ].map(change => ({ steps: { box: { ...steps.box, ...change } } })),
  ])
    t.equal(readProgress(JSON.stringify({ ...progress, ...change })), 'is damaged', JSON.stringify(change))
})

t.test('a newer version is told apart from damage, whatever else it holds', async t => {
  t.equal(readProgress('{"unboxed": {"progress": 2}}'), 'was written by a newer unboxed')
})
