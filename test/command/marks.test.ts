import t from 'tap'
import type { CellResult } from '../../src/prove/cell.ts'
import { readSubmission } from '../../src/submission/read-submission.ts'
import type { Submission } from '../../src/submission/submission.ts'
import type { Outcome } from '../../src/verdict/verdict.ts'
import { course, courseLab } from '../submission/course.ts'
import {
  attemptFileOf,
  differencesOf,
  isEqual,
  type Mark,
  markedOf,
  scriptOf,
  withoutShell,
} from './marks.ts'

const linesOf = ({ steps }: Submission) =>
  steps.flatMap(({ id, lines }) => lines.map(({ terminal, text }) => `${id} @${terminal ?? 1} ${text}`))

t.test('every submission reads back as the same lines, as a script and as an attempt file', async t => {
  const all = course.flatMap(markedOf)
  t.ok(all.length > 100, `${all.length} submissions`)
  const texts = all.flatMap(marked => [scriptOf(marked, 'ada'), attemptFileOf(marked, 'ada')])
  t.equal(new Set(texts).size, texts.length, 'no two are the same')
  for (const [index, text] of texts.entries()) {
    const marked = all[Math.floor(index / 2)]
    const read = readSubmission(text, 'ada')
    if ('problems' in read || !marked) return t.fail(text)
    t.same(linesOf(read.submission), linesOf(marked.submission), marked.name)
    t.match(read.submission, { lab: marked.lab.id, seed: 'monday', learner: 'ada' })
  }
})

const lab = courseLab('cgroup/memory-max')

/** `limit/1` is of a cgroup, `enter/1` of a name, `child/1` of a command. */
const passed = Object.fromEntries(
  lab.steps.flatMap(({ expect }) => expect.map(({ id }) => [id, 'pass' as const])),
)

function runOf(changed: Record<string, Outcome>, more: Partial<CellResult> = {}): CellResult {
  const verdicts = Object.entries({ ...passed, ...changed }).map(([id, outcome]) => [
    id,
    { outcome, asked: '', message: '' },
  ])
  return {
    verdicts: Object.fromEntries(verdicts),
    caughtBy: [],
    overdue: [],
    leaks: [],
    took: {},
    ms: 0,
    ...more,
  }
}

const compared = (run: Record<string, Outcome>, mark: Mark, more: Partial<CellResult> = {}) =>
  differencesOf({ lab, performed: lab }, runOf(run, more), { ...passed, ...mark }).length

t.test('a mark is right that is that of the run', async t => {
  t.equal(compared({}, {}), 0)
  t.equal(compared({ 'limit/1': 'fail' }, { 'limit/1': 'fail' }), 0)
  t.equal(compared({ 'leave/2': 'fail' }, { 'leave/2': 'skipped' }), 0, 'neither has passed')
})

t.test('what is of no name and of no command must be the same', async t => {
  t.ok(compared({ 'limit/1': 'fail', 'child/1': 'fail' }, { 'child/1': 'fail' }))
  t.ok(compared({ 'child/1': 'fail' }, { 'limit/1': 'fail', 'child/1': 'fail' }))
})

t.test('another process or command may earn more, never less', async t => {
  t.equal(compared({ 'limit/1': 'fail', 'enter/1': 'fail' }, { 'limit/1': 'fail' }), 0)
  t.ok(compared({ 'limit/1': 'fail' }, { 'limit/1': 'fail', 'enter/1': 'fail' }))
  t.ok(compared({ 'limit/1': 'fail' }, { 'limit/1': 'fail', 'child/1': 'fail' }))
  t.ok(compared({ 'enter/1': 'fail' }, {}), 'but never all of it')
})

t.test('a run that broke off has not passed, and says nothing of what it could not judge', async t => {
  const ended = { kind: 'error', code: 'refused', message: 'refused' } as const
  const open = { 'limit/1': 'error', 'child/1': 'error' } as const
  t.equal(compared(open, { 'limit/1': 'fail' }, { ended }), 0)
  t.ok(compared(open, {}, { ended }))
})

t.test('where the shell of a step has ended in the run, by hand another one goes on', async t => {
  const run = runOf({ 'leave/2': 'fail', 'leave/3': 'fail' })
  const mark = { ...passed, 'leave/3': 'fail' } as const
  t.same(differencesOf({ lab, performed: lab }, run, mark).length, 1)
  const ends = (id: string, shell?: object) => ({ id, exits: shell ? { shell } : {} }) as never
  const gone = withoutShell(lab, { steps: [ends('limit'), ends('enter', {}), ends('child', {})] })
  t.same([...gone], ['child'])
  t.same(differencesOf({ lab, performed: lab }, run, mark, gone), [])
})

t.test('whatever is handed in is judged', async t => {
  t.ok(compared({ 'limit/1': 'fail' }, { 'limit/1': 'error' }))
})

t.test('equal is every single check', async t => {
  t.ok(isEqual({ lab }, runOf({ 'enter/1': 'fail' }), { ...passed, 'enter/1': 'fail' }))
  t.notOk(isEqual({ lab }, runOf({ 'enter/1': 'fail' }), passed))
})

t.test(
  'where the lines are read by other shells than in the run, no step from there on is compared',
  async t => {
    const elsewhere = markedOf(lab).find(({ name }) => name === 'enter-outside-shell')
    if (!elsewhere) return t.fail('it is a mutant')
    const differ = (step: string) => {
      const mark = { ...passed, [`${step}/1`]: 'fail', [`${step}/2`]: 'fail' } as Mark
      return differencesOf(elsewhere, runOf({ 'leave/3': 'fail' }), mark).length
    }
    t.ok(differ('limit') > 0, 'a step before')
    t.equal(differ('enter'), 0)
    t.equal(differ('leave'), 0)
  },
)
