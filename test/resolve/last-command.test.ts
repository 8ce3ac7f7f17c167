import t from 'tap'
import type { HandCommand, HandRecord } from '../../src/evidence/hand.ts'
import { resolveRecord } from '../../src/resolve/resolve-record.ts'
import { labOf } from '../submission/course.ts'
import { echo } from './a-look.ts'
import { machine } from './a-machine.ts'

const lab = labOf(`title: Two steps
steps:
  - {id: one, text: One., run: echo one, expect: [{output: stdout, text: one}]}
  - {id: two, text: Two., run: echo two, expect: [{output: stdout, text: two}]}
`)

const look = (at: number): HandRecord['looks'][number] => ({ at, processes: [], readings: [] })

const operationsOf = (commands: readonly HandCommand[]) =>
  resolveRecord(lab, machine, {
    host: 1,
    commands,
    looks: [look(0), look(10), look(20)],
    closed: [
      { step: 'one', at: 11 },
      { step: 'two', at: 21 },
    ],
  }).map(({ operations }) => operations)

t.test('a command that still runs as its step ends is shown, in that step alone', async t => {
  const shell: HandCommand = {
    terminal: 2,
    step: 'one',
    line: 'unshare --mount bash',
    startedAt: 2,
    output: '',
  }
  for (const command of [shell, { ...shell, endedAt: 15, status: 0 }])
    t.same(operationsOf([command, echo]), [
      [{ line: 'unshare --mount bash', shell: '@2' }, { line: 'echo one' }],
      [],
    ])
})

t.test('a command that was noted late is shown in the step in which it was typed', async t => {
  const open: HandCommand = { terminal: 1, step: 'two', line: "echo 'x", startedAt: 7, output: '' }
  t.same(operationsOf([echo, open]), [[{ line: 'echo one' }, { line: "echo 'x" }], []])
})
