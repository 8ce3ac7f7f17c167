import t from 'tap'
import type { HandCommand } from '../../src/evidence/hand.ts'
import { openResolver } from '../../src/resolve/resolver.ts'
import { labOf } from '../submission/course.ts'
import { machine } from './a-machine.ts'

const lab = labOf(`title: The same twice
steps:
  - {id: one, text: One., run: echo no, expect: [{output: both, text: "no"}]}
  - {id: two, text: Two., run: echo no, expect: [{output: both, text: "no"}]}
`)

const said = (endedAt: number, output: string): HandCommand => ({
  ...{ terminal: 1, step: 'one', line: 'echo', startedAt: endedAt - 1, endedAt },
  ...{ output, status: 0 },
})

/** How many steps are done once these commands were all seen at one look. */
function doneBy(...commands: HandCommand[]): number {
  const resolver = openResolver(lab, machine, { host: 1, commands }, { byStep: false })
  for (const at of [0, 10]) resolver.look({ at, processes: [], readings: [] })
  while (resolver.open() && resolver.isDone()) resolver.close()
  return resolver.closed().length
}

t.test('a command that one step needed is not taken for the next one as well', async t => {
  t.equal(doneBy(said(5, 'no\n')), 1)
  t.equal(doneBy(said(3, 'ready\n'), said(5, 'no\n')), 1)
})

t.test('what was typed behind it may be meant for the next step', async t => {
  t.equal(doneBy(said(3, 'no\n'), said(5, 'no\n')), 2)
  t.equal(doneBy(said(3, 'no\n'), said(5, 'what?\n'), said(7, 'no\n')), 2)
  t.equal(doneBy(said(3, 'no\n'), said(5, 'what?\n')), 1)
})
