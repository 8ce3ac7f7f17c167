import t from 'tap'
import type { HandCommand, HandLook } from '../../src/evidence/hand.ts'
import { follow } from '../../src/resolve/resolve-record.ts'
import { openResolver } from '../../src/resolve/resolver.ts'
import { labOf } from '../submission/course.ts'
import { look } from './a-look.ts'
import { machine } from './a-machine.ts'

const lab = labOf(`title: One step
steps:
  - {id: box, text: Box., as: box, run: sleep 1000, expect: [{process: box, name: sleep}]}
`)

const busy = (at: number, ...pids: number[]): HandLook => ({ ...look(at, ...pids), busy: true })

const running: HandCommand = {
  terminal: 1,
  step: 'box',
  line: 'sleep 3; sleep 3',
  startedAt: 5,
  output: '',
}

/** After which of the looks the step is over, from 0; -1 if after none. */
function overAfter(looks: readonly HandLook[], commands: HandCommand[]): number {
  const resolver = openResolver(lab, machine, { host: 1, commands }, { byStep: false })
  return looks.findIndex(each => {
    follow(resolver, each)
    return resolver.open() === undefined
  })
}

t.test('what a running command passes through does not end a step', async t => {
  t.equal(overAfter([look(0), busy(10, 300), busy(20), look(30)], [running]), -1)
})

t.test('what holds while a command runs does', async t => {
  t.equal(overAfter([look(0), busy(10, 300), busy(20, 300)], [running]), 2)
})

t.test('so does what a command has come to that has ended, though another one runs', async t => {
  const ended = { ...running, terminal: 2, startedAt: 6, endedAt: 8 }
  t.equal(overAfter([look(0), busy(10, 300)], [running, ended]), 1)
  t.equal(overAfter([look(0), look(9), busy(10, 300)], [running, ended]), -1, 'it was seen before')
})

t.test('so does a program that waits for input', async t => {
  t.equal(overAfter([look(0), look(10, 300)], [running]), 1)
})
