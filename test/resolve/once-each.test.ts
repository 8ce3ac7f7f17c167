import t from 'tap'
import type { HandCommand } from '../../src/evidence/hand.ts'
import { openResolver } from '../../src/resolve/resolver.ts'
import { labOf } from '../submission/course.ts'
import { look } from './a-look.ts'
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

/** The steps that are done once these commands were all seen at one look, or at several: each with the times of what was typed for it. */
function doneBy(...looks: HandCommand[][]): (readonly [number, number])[] {
  const commands: HandCommand[] = []
  const resolver = openResolver(lab, machine, { host: 1, commands }, { byStep: false })
  for (const [index, more] of [[], ...looks].entries()) {
    commands.push(...more)
    resolver.look({ at: index * 10, processes: [], readings: [] })
    while (resolver.open() && resolver.isDone()) resolver.close()
  }
  return resolver.closed().map(({ evidence: { startedAt, endedAt } }) => [startedAt, endedAt])
}

t.test('a command that one step needed is not taken for the next one as well', async t => {
  t.same(doneBy([said(5, 'no\n')]), [[4, 5]])
  t.same(doneBy([said(3, 'ready\n'), said(5, 'no\n')]), [[4, 5]])
  t.same(doneBy([said(5, 'no\n')], [said(15, 'no\n')]), [
    [4, 5],
    [14, 15],
  ])
})

t.test('what was typed behind it may be meant for the next step', async t => {
  t.same(doneBy([said(3, 'no\n'), said(5, 'no\n')]), [
    [2, 3],
    [4, 5],
  ])
  t.equal(doneBy([said(3, 'no\n'), said(5, 'what?\n'), said(7, 'no\n')]).length, 2)
  t.equal(doneBy([said(3, 'no\n'), said(5, 'what?\n')]).length, 1)
})

t.test('of two terminals, what ended first is taken first', async t => {
  const long = { ...said(7, 'no\n'), terminal: 2, startedAt: 1 }
  t.same(doneBy([long, said(5, 'no\n')]), [
    [4, 5],
    [1, 7],
  ])
})

t.test('a step that was satisfied by what had ended before takes nothing from the next one', async t => {
  const late = labOf(`title: A process that comes late
steps:
  - {id: one, as: box, text: One., run: echo a, expect: [{output: both, text: a}, {process: box, pid: {outside: 7}}]}
  - {id: two, text: Two., run: echo b, expect: [{output: both, text: b}]}
`)
  const commands = [said(5, 'a\n')]
  const resolver = openResolver(late, machine, { host: 1, commands }, { byStep: false })
  for (const at of [0, 10]) resolver.look(look(at))
  t.notOk(resolver.isDone())
  commands.push(said(15, 'b\n'))
  resolver.look(look(20, 7))
  t.ok(resolver.isDone())
  resolver.close()
  t.ok(resolver.isDone(), 'the second command is still there for the second step')
})
