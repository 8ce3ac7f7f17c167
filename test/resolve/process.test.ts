import t from 'tap'
import { openResolver } from '../../src/resolve/resolver.ts'
import { labOf } from '../submission/course.ts'
import { look, sleeping } from './a-look.ts'
import { machine } from './a-machine.ts'

/** A lab whose second step asks for this PID of the process that its first one names. */
const asking = (pid: number) =>
  labOf(`title: A name
steps:
  - {id: start, as: box, text: Start., run: sleep 100, expect: [{process: box, pid: {outside: "<= 9"}}]}
  - {id: more, text: More., run: sleep 1, expect: [{process: box, pid: {outside: ${pid}}}]}
  - {id: end, text: End., run: "kill \${box.pid}", expect: [{process: box, exists: false, depends: start/1}]}
`)

/** The first step is done, by process 7. */
function begun(asked: number) {
  const resolver = openResolver(asking(asked), machine, { host: 1, commands: [] }, { byStep: true })
  resolver.look(look(0))
  resolver.look(look(1, 7))
  return resolver.close().isDone ? resolver : undefined
}

t.test('a name goes on to stand for who was found, though another who came later could be meant', async t => {
  const resolver = begun(8)
  resolver?.look(look(2, 7, 9))
  t.equal(resolver?.process('box')?.pid, 7)
  resolver?.close()
  resolver?.look(look(3, 7, 9))
  t.equal(resolver?.process('box')?.pid, 7)
})

t.test('unless only the other is as the open step asks, or the first has ended', async t => {
  const resolver = begun(9)
  resolver?.look(look(2, 7, 9))
  t.equal(resolver?.process('box')?.pid, 9)
  const other = begun(8)
  other?.look(look(2, 7, 9))
  other?.look(look(3, 9))
  t.equal(other?.process('box')?.pid, 9)
})

t.test('two names stand for two processes, though either could be both', async t => {
  const shells = labOf(`title: Two names
steps:
  - {id: one, as: left, text: One., run: sleep 100, expect: [{process: left, pid: {outside: "<= 9"}}]}
  - {id: two, as: right, text: Two., run: sleep 100, expect: [{process: right, pid: {outside: "<= 9"}}]}
`)
  const resolver = openResolver(shells, machine, { host: 1, commands: [] }, { byStep: false })
  resolver.look(look(0))
  resolver.look(look(1, 7))
  t.ok(resolver.isDone())
  resolver.close()
  resolver.look(look(2, 7))
  t.notOk(resolver.isDone(), 'the first one is taken')
  resolver.look(look(3, 7, 9))
  t.ok(resolver.isDone())
  resolver.close()
  t.same([resolver.process('left')?.pid, resolver.process('right')?.pid], [7, 9])
})

t.test('who is said to be meant is meant, also where a step before had named another', async t => {
  const resolver = begun(8)
  resolver?.look(look(2, 7, 9))
  resolver?.mark('box', sleeping(9))
  t.equal(resolver?.process('box')?.pid, 9)
  resolver?.look(look(3, 7, 9))
  t.equal(resolver?.process('box')?.pid, 9)
})
