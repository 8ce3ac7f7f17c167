import t from 'tap'
import type { HandCommand } from '../../src/evidence/hand.ts'
import { readSubmission } from '../../src/submission/read-submission.ts'
import { encodeAttemptFile, type HandAttempt } from '../../src/submission/write-attempt-file.ts'
import { courseLab } from './course.ts'

const command = (given: Partial<HandCommand>): HandCommand => ({
  terminal: 1,
  step: 'outside',
  line: 'true',
  startedAt: 1000,
  output: '',
  ...given,
})

function attempt(commands: readonly HandCommand[], given: Partial<HandAttempt> = {}): HandAttempt {
  return {
    lab: courseLab('namespace/pid'),
    digest: '0123456789abcdef',
    startedAt: '2026-01-31T12:00:00.000Z',
    began: 1000,
    record: { commands },
    names: [],
    done: [],
    seen: {},
    ...given,
  }
}

function readBack(given: HandAttempt) {
  const read = readSubmission(encodeAttemptFile(given), 'ada.json')
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return read.submission
}

const linesOf = (given: HandAttempt) =>
  readBack(given).steps.map(({ id, lines }) => [id, ...lines.map(({ text }) => text)])

t.test('an attempt is written and read back whole', async t => {
  const box = 'sudo unshare --fork --pid --mount-proc bash'
  const given = attempt(
    [
      command({ line: 'ps ax | wc -l', startedAt: 1250.4, endedAt: 1300.6, status: 0 }),
      command({ step: 'box', line: box, startedAt: 2000 }),
      command({ step: 'inside', line: 'ps\taux\necho "\u001b"', startedAt: 3000, endedAt: 3001, status: 1 }),
      command({ step: 'inside', terminal: 2, line: 'vi', startedAt: 4000, endedAt: 9000, fullScreen: true }),
    ],
    {
      learner: 'Ada Lovelace',
      machine: 'vm: QEMU',
      done: ['outside', 'box'],
      seen: { 'outside/1': 'pass', 'box/1': 'fail' },
    },
  )
  t.same(readBack(given), {
    lab: 'namespace/pid',
    digest: '0123456789abcdef',
    seed: 'monday',
    learner: 'Ada Lovelace',
    startedAt: '2026-01-31T12:00:00.000Z',
    machine: 'vm: QEMU',
    steps: [
      {
        id: 'outside',
        at: 'steps[0]',
        done: true,
        lines: [
          {
            terminal: 1,
            text: 'ps ax | wc -l',
            at: 'steps[0].lines[0]',
            typedAfter: 250,
            ran: 50,
            status: 0,
          },
        ],
      },
      {
        id: 'box',
        at: 'steps[1]',
        done: true,
        lines: [{ terminal: 1, text: box, at: 'steps[1].lines[0]', typedAfter: 1000 }],
      },
      {
        id: 'inside',
        at: 'steps[2]',
        lines: [
          {
            terminal: 1,
            text: 'ps\taux\necho "\u001b"',
            at: 'steps[2].lines[0]',
            typedAfter: 2000,
            ran: 1,
            status: 1,
          },
          {
            terminal: 2,
            text: 'vi',
            at: 'steps[2].lines[1]',
            typedAfter: 3000,
            ran: 5000,
            fullScreen: true,
          },
        ],
      },
      { id: 'who-am-i', at: 'steps[3]', lines: [] },
    ],
    seen: { 'outside/1': 'pass', 'box/1': 'fail' },
  })
  t.match(encodeAttemptFile(given), /^\{\n {2}"unboxed": \{\n {4}"attempt-file": 1\n {2}\},\n/)
  t.notMatch(encodeAttemptFile(given), '\u001b', 'nothing in it gives orders to a terminal')
})

t.test('commands keep their order, also where a step has opened again; blank ones are left out', async t => {
  const commands = [
    command({ step: 'inside', line: 'three', startedAt: 3000 }),
    command({ step: 'outside', line: 'one', startedAt: 1000 }),
    command({ step: 'box', line: 'two', startedAt: 2000 }),
    command({ step: 'box', line: ' ', startedAt: 2500 }),
    command({ step: 'box', line: 'again', startedAt: 4000 }),
    command({ step: 'who-am-i', line: 'last', startedAt: 5000 }),
  ]
  t.same(linesOf(attempt(commands)), [
    ['outside', 'one'],
    ['box', 'two'],
    ['inside', 'three', 'again'],
    ['who-am-i', 'last'],
  ])
})

t.test('a PID has its name in the time in which it was the PID of that process', async t => {
  const names = [
    { name: 'box', pid: 700, from: 2000, to: 3000 },
    { name: 'later', pid: 700, from: 4000 },
  ]
  const commands = [1500, 2500, 3500, 4500].map(startedAt => command({ line: 'kill 700', startedAt }))
  t.same(linesOf(attempt(commands, { names }))[0], [
    'outside',
    'kill 700',
    'kill ${box.pid}',
    'kill 700',
    'kill ${later.pid}',
  ])
})

t.test('when a command was interrupted is kept, in whole milliseconds', async t => {
  const commands = [
    command({ line: 'bash', startedAt: 1000, endedAt: 9000, status: 130 }),
    command({ line: 'sleep 100', startedAt: 2000, endedAt: 4500, status: 130, interruptedAfter: 2499.6 }),
    command({ line: 'exit', startedAt: 8000, endedAt: 8001, status: 1 }),
    command({
      line: 'sleep 9',
      startedAt: 2000,
      endedAt: 2100,
      status: 130,
      interruptedAfter: 100,
      terminal: 2,
    }),
  ]
  const [step] = readBack(attempt(commands)).steps
  t.same(
    step?.lines.map(({ text, interruptedAfter }) => [text, interruptedAfter]),
    [
      ['bash', undefined],
      ['sleep 100', 2500],
      ['sleep 9', 100],
      ['exit', undefined],
    ],
  )
})
