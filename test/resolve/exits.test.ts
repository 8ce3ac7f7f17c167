import t from 'tap'
import type { HandCommand, HandProcess } from '../../src/evidence/hand.ts'
import { resolveRecord } from '../../src/resolve/resolve-record.ts'
import { labOf } from '../submission/course.ts'
import { machine } from './a-machine.ts'

const lab = labOf(`title: An end
steps:
  - {id: start, as: box, text: Start., run: sleep 100, expect: [{process: box, pid: {outside: 7}}]}
  - id: end
    text: End.
    run: "kill \${box.pid}"
    expect: [{exit: 143, of: box}]
`)

const box: HandProcess = { pid: 7, start: 50, parent: 1, cgroup: '/sys/fs/cgroup' }

const status = 'Name:\tsleep\nPid:\t7\nNSpid:\t7\n'
const look = (at: number, isAlive: boolean) => ({
  at,
  processes: isAlive ? [box] : [],
  readings: isAlive ? [{ source: '/proc/7/status', text: status }] : [],
})

/** What comes of the second step after these commands; the process is there from 10 to 20. */
const endAfter = (...commands: Partial<HandCommand>[]) => {
  const all = commands.map(one => ({ terminal: 1, step: 'end', line: 'x', output: '', startedAt: 0, ...one }))
  const steps = resolveRecord(lab, machine, {
    host: 1,
    commands: all,
    looks: [look(0, false), look(10, true), look(20, true), look(30, false)],
    closed: [
      { step: 'start', at: 11 },
      { step: 'end', at: 31 },
    ],
  })
  return steps[1]?.exits.box
}

const kill = { startedAt: 21, endedAt: 22, status: 0 }
const sleep = { step: 'start', startedAt: 5, endedAt: 23, status: 143 }

t.test('a process in the foreground of an earlier step ended as its own command did', async t => {
  t.same(endAfter(sleep, kill), { code: null, signal: 'SIGTERM' })
})

t.test('of nested commands it is the inner one', async t => {
  t.same(endAfter({ ...sleep, startedAt: 2, endedAt: 24, status: 1 }, sleep, kill), {
    code: null,
    signal: 'SIGTERM',
  })
})

t.test(
  'nobody is told how a process in the background ended: the command that killed it ended otherwise',
  async t => {
    t.equal(endAfter({ ...sleep, endedAt: 6, status: 0 }, kill), undefined)
  },
)
