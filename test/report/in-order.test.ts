import t from 'tap'
import type { LabHead, RunEvent } from '../../src/attempt/event.ts'
import { inOrder } from '../../src/report/in-order.ts'
import { machine } from '../verdict/recorded.ts'

const head = (id: string): LabHead => ({
  id,
  file: '',
  title: id,
  about: '',
  claims: [],
  reads: [],
  vars: {},
  checks: 0,
})
const line = (lab: string, line: string): RunEvent => ({ type: 'operation', lab, step: 's', line })
const begin = (id: string): RunEvent => ({ type: 'lab-start', lab: head(id), machine })
const end = (lab: string) => ({ type: 'lab-end', lab, ms: 0, leaks: [], evidence: {} }) as unknown as RunEvent
const start = (...ids: string[]): RunEvent => ({
  type: 'run-start',
  labs: ids.map(head),
  seed: '',
  machine: '',
})
const over: RunEvent = { type: 'run-end', ms: 0, interrupted: false }
const progress: RunEvent = { type: 'progress', task: 'image' }

/** What was told after each event. */
function told(events: readonly RunEvent[]): string[] {
  const steps: string[] = []
  let now: string[] = []
  const tell = inOrder(event =>
    now.push(
      event.type === 'operation'
        ? event.line
        : `${event.type}${'lab' in event ? ` ${typeof event.lab === 'string' ? event.lab : event.lab.id}` : ''}`,
    ),
  )
  for (const event of events) {
    now = []
    tell(event)
    steps.push(now.join(', '))
  }
  return steps
}

t.test('the first unfinished lab as it goes, the next when it has finished', async t => {
  t.same(
    told([
      start('a', 'b'),
      begin('b'),
      line('b', 'b1'),
      begin('a'),
      line('a', 'a1'),
      end('a'),
      line('b', 'b2'),
      end('b'),
      over,
    ]),
    ['run-start', '', '', 'lab-start a', 'a1', 'lab-end a, lab-start b, b1', 'b2', 'lab-end b', 'run-end'],
  )
})

t.test('what is about no lab is told at once', async t => {
  t.same(told([start('a', 'b'), begin('b'), progress, begin('a')]), [
    'run-start',
    '',
    'progress',
    'lab-start a',
  ])
})

t.test('at the end whatever was held back is told', async t => {
  t.same(told([start('a', 'b', 'c'), line('c', 'c1'), line('b', 'b1'), over]).at(-1), 'b1, c1, run-end')
})

t.test('a lab that nobody announced is told, too', async t => {
  t.same(told([begin('x'), line('x', 'x1'), end('x')]), ['lab-start x', 'x1', 'lab-end x'])
})
