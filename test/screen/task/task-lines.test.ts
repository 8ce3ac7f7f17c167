import stringWidth from 'string-width'
import stripAnsi from 'strip-ansi'
import t from 'tap'
import type { StepView, TaskView } from '../../../src/learn/task-view.ts'
import { helpLines } from '../../../src/screen/task/help-lines.ts'
import { taskLines } from '../../../src/screen/task/task-lines.ts'
import { fact, sampleTask, verdict } from '../sample-task.ts'

const withStep = (step: Partial<StepView>, view: Partial<TaskView> = {}): TaskView => ({
  ...sampleTask,
  ...view,
  step: { ...sampleTask.step, ...step },
})

const text = (view: TaskView, columns = 80) => taskLines(view, { columns, colour: false }).join('\n')

t.test('nothing is wider than a narrow terminal, and no word is lost', async t => {
  const name = 'file /srv/a\nb'
  const check = {
    state: 'open' as const,
    verdict: verdict('fail', {
      subject: name,
      facts: [fact({}), fact({ fact: 'memory.events.local.oom_group_kill' })],
    }),
  }
  const view = withStep(
    { terminal: 2, state: 'ahead', checks: [check], hints: ['Look.'] },
    { changed: { commands: 12, changes: [] } },
  )
  for (const columns of [30, 40]) {
    const help = helpLines({ columns, colour: false })
    for (const line of [...text(view, columns).split('\n'), ...help]) t.ok(stringWidth(line) <= columns, line)
    t.match(help.join(' ').replace(/\s+/g, ' '), 'next step; after the last one, the next lab')
  }
  t.match(text(view), '○ file /srv/a⏎b: ')
})

t.test('the whole page', async t => {
  t.same(text(sampleTask).split('\n'), [
    ' Processes are counted from one                         namespace/pid · 3 of 14',
    '',
    ' Step 3 of 4',
    ' A PID namespace numbers its processes from 1, whatever they are called outside.',
    ' Start a shell that is process 1 of a PID namespace of its own.',
    '',
    ' ○ process box: namespaces.pid is its own',
    '     expected  its own',
    '     now       shared (4026531836)',
    '     shown by  /proc/412/ns/pid  pid:[4026531836]',
    ' ● cgroup mygroup: memory.max is 64MiB',
    '   box is 412: unshare → bash',
    '',
    ' Changed by the last command',
    '   + process 412 (bash) has its own uts namespace  /proc/412/ns/uts',
    '   ~ cgroup mygroup: memory.max 64MiB  /sys/fs/cgroup/mygroup/memory.max',
    '',
    ' There is help for this step: 2 hints',
    '',
    ' ✓–○·  2 of 4 steps',
  ])
})

t.test('no state rests on colour', async t => {
  const coloured = taskLines(sampleTask, { columns: 80, colour: true })
  t.match(coloured.join('\n'), '\x1b[32m')
  t.same(coloured.map(stripAnsi), taskLines(sampleTask, { columns: 80, colour: false }))
  const words = taskLines(sampleTask, { columns: 80, colour: false, inWords: true }).join('\n')
  t.match(words, / not yet: process box/)
  t.match(words, / true now: cgroup mygroup/)
  t.notMatch(words, /[✓●○]/)
})

t.test('it fits into every width, with wide characters too', async t => {
  const wide = withStep(
    {
      text: '日本語の説明 '.repeat(20),
      hints: ['ヒント '.repeat(30)],
      question: { ask: 'どれ? '.repeat(20), answer: { text: '四', isRight: false, message: 'まだ。' } },
      checks: [{ state: 'open', verdict: verdict('fail', { facts: [fact({ observed: '値'.repeat(60) })] }) }],
    },
    { lab: { ...sampleTask.lab, title: '名前空間 '.repeat(12) } },
  )
  for (const view of [sampleTask, wide])
    for (let columns = 40; columns <= 200; columns++)
      for (const line of taskLines(view, { columns, colour: true }))
        if (stringWidth(line) > columns) t.fail(`${columns}: ${line}`)
  t.ok(text(wide, 40).includes('日本語'))
})

t.test('the solution and the explanation are shown only where they may be', async t => {
  t.notMatch(text(sampleTask), /Solution|counts its children/)
  const asked = withStep({ solution: ['unshare --fork --pid bash'] })
  t.match(text(asked), ' Solution\n   $ unshare --fork --pid bash')
  const done = withStep({
    state: 'done',
    checks: [{ state: 'done', verdict: verdict('pass') }],
    solution: ['unshare --fork --pid bash'],
    did: ['unshare -fp bash', 'cat <<end\ntwo lines\nend'],
    portraits: [{ name: 'box', rows: [['pid', '1', '412']] }],
  })
  t.match(text(done), ' Step 3 of 4: done')
  t.match(text(done), '✓ process box: namespaces.pid is its own\n   A process in a namespace of its own')
  t.match(text(done), ' What you typed\n   $ unshare -fp bash\n   $ cat <<end\n     two lines\n     end')
  t.match(text(done), /box {3}INSIDE {3}OUTSIDE\n {3}pid {3}1 {8}412/)
  t.match(text(done), 'This step is done: go on to the next one.')
  t.notMatch(text(done), 'There is help')
  t.match(text({ ...done, isFinished: true, next: 'namespace/uts' }), 'The next lab is namespace/uts.')
})

t.test('what could not be judged says why, and is no wrong answer', async t => {
  const unjudged = verdict('error', {
    facts: [],
    reason: { kind: 'error', message: 'the machine did not answer' } as never,
  })
  t.match(
    text(withStep({ checks: [{ state: 'unjudged', verdict: unjudged }] })),
    ' ? process box\n   the machine did not answer',
  )
  const missing = ['namespaces.pid', 'uid'].map(name =>
    fact({
      fact: name,
      asked: `${name} is 1`,
      observed: '',
      message: 'there is no process box',
      evidence: [],
    }),
  )
  const lines = text(withStep({ checks: [{ state: 'open', verdict: verdict('fail', { facts: missing }) }] }))
  t.equal(lines.split('there is no process box').length, 2, 'one reason is given once')
})

t.test('several facts are told apart; those that hold are not repeated', async t => {
  const facts = [
    fact({ outcome: 'pass', asked: 'uid is 0', fact: 'uid' }),
    fact({}),
    fact({ fact: 'namespaces.uts', asked: 'namespaces.uts is its own' }),
  ]
  const lines = text(withStep({ checks: [{ state: 'open', verdict: verdict('fail', { facts }) }] }))
  t.match(lines, '\n   namespaces.pid\n     expected  its own')
  t.match(lines, '\n   namespaces.uts\n     expected  its own')
  t.notMatch(lines, '\n   uid\n')
})

t.test('nothing foreign reaches the terminal as it is', async t => {
  const bad = '\x1b]0;title\x07\x1b[2J\u202e'
  const hostile = JSON.parse(
    JSON.stringify(
      withStep({ hints: ['h'], solution: ['s'], did: ['d'], question: { ask: 'q' } }),
      (key, value) =>
        typeof value === 'string' && !['state', 'id', 'sign', 'outcome'].includes(key) ? bad + value : value,
    ),
  ) as TaskView
  t.notMatch(text(hostile), /[\x00-\x09\x0b-\x1f\x7f\u202e]/)
  t.match(text(hostile), '\\x1b]0;title')
})

t.test('nothing of a command is cut off: what is wider than the screen goes on in the next line', async t => {
  const long = `echo ${'abcdefghij '.repeat(12)}| tee /run/long`
  const lines = text(withStep({ state: 'done', solution: [long], did: [long] }), 60).split('\n')
  t.ok(lines.every(line => stringWidth(line) <= 60))
  t.equal(lines.join('').replace(/\s+/g, ' ').split(long.replace(/\s+/g, ' ')).length, 3, 'it is there twice')
})
