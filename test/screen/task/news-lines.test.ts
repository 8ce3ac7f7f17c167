import t from 'tap'
import type { TaskView } from '../../../src/learn/task-view.ts'
import { newsLines } from '../../../src/screen/task/news-lines.ts'
import { sampleTask, verdict } from '../sample-task.ts'

const step = (given: Partial<TaskView['step']>): TaskView => ({
  ...sampleTask,
  step: { ...sampleTask.step, ...given },
})

t.test('a line for each change, and none without one', async t => {
  t.same(newsLines(sampleTask, { ...sampleTask, terminal: { number: 2, of: 2 } }), [])
  t.same(newsLines(sampleTask, step({ checks: [{ state: 'holds', verdict: verdict('pass') }] })), [
    'true now: process box: namespaces.pid is its own',
  ])
  t.same(newsLines(sampleTask, step({ hints: ['Try\nthis.'] })), ['hint: Try this.'])
  t.same(newsLines(sampleTask, { ...sampleTask, notices: ['\x1bcareful'], isFinished: true }), [
    'note: \\x1bcareful',
    'every step is done',
  ])
  const asked = step({ question: { ask: 'How many?' } })
  const answered = step({
    question: { ask: 'How many?', answer: { text: '4', isRight: true, message: 'It is 4.' } },
  })
  t.same(newsLines(asked, answered), ['right: 4: It is 4.'])
})

t.test('another step is told with its checks', async t => {
  const next = step({
    id: 'end',
    number: 4,
    task: 'Leave it.',
    checks: [{ state: 'open', verdict: verdict('fail') }],
  })
  t.same(newsLines(sampleTask, next), [
    'Processes are counted from one, step 4 of 4: Leave it.',
    'not yet: process box: namespaces.pid is its own',
  ])
})
