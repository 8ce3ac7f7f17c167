import t from 'tap'
import { attemptOf, type RunEvent } from '../../../src/attempt/event.ts'
import { inOrder } from '../../../src/report/view/in-order.ts'

const line = (attempt: string, line: string): RunEvent => ({ type: 'operation', attempt, step: 's', line })
const begin = (id: string): RunEvent => ({
  type: 'attempt-start',
  attempt: { id, lab: 'lab', seed: '', number: 1 },
})
const end = (attempt: string) =>
  ({ type: 'attempt-end', attempt, ms: 0, leaks: [], evidence: {} }) as unknown as RunEvent
const start: RunEvent = { type: 'run-start', labs: [], attempts: {}, seed: '', machine: '' }
const over: RunEvent = { type: 'run-end', ms: 0, interrupted: false }
const progress: RunEvent = { type: 'progress', task: 'image' }

/** What was reported after each event. */
function reported(events: readonly RunEvent[]): string[] {
  let now: string[] = []
  const report = inOrder(event =>
    now.push(
      event.type === 'operation' ? event.line : [event.type, attemptOf(event)].filter(Boolean).join(' '),
    ),
  )
  return events.map(event => {
    now = []
    report(event)
    return now.join(', ')
  })
}

t.test('the first unfinished attempt is streamed, the next once it has ended', async t => {
  t.same(
    reported([
      start,
      begin('a'),
      begin('b'),
      line('b', 'b1'),
      line('a', 'a1'),
      end('a'),
      line('b', 'b2'),
      end('b'),
      over,
    ]),
    [
      'run-start',
      'attempt-start a',
      '',
      '',
      'a1',
      'attempt-end a, attempt-start b, b1',
      'b2',
      'attempt-end b',
      'run-end',
    ],
  )
})

t.test('attempts that have ended wait for the first one, in the order of their starts', async t => {
  const starts = ['a', 'b', 'c'].map(begin)
  t.same(reported([...starts, end('c'), end('b'), end('a')]), [
    'attempt-start a',
    '',
    '',
    '',
    '',
    'attempt-end a, attempt-start b, attempt-end b, attempt-start c, attempt-end c',
  ])
})

t.test('what is about no attempt is reported at once', async t => {
  t.same(reported([start, begin('a'), begin('b'), progress]), [
    'run-start',
    'attempt-start a',
    '',
    'progress',
  ])
})

t.test('at the end of the run what was held back is reported', async t => {
  const events = [start, begin('a'), line('b', 'b1'), line('c', 'c1'), line('b', 'b2'), over]
  t.equal(reported(events).at(-1), 'b1, b2, c1, run-end')
})

t.test('an attempt whose start was not seen is reported, too', async t => {
  t.same(reported([line('x', 'x1'), end('x')]), ['x1', 'attempt-end x'])
})

t.test('an attempt that has ended is forgotten: its id can be used again', async t => {
  t.same(reported([begin('a'), end('a'), begin('b'), begin('a'), line('a', 'again'), end('b')]), [
    'attempt-start a',
    'attempt-end a',
    'attempt-start b',
    '',
    '',
    'attempt-end b, attempt-start a, again',
  ])
})
