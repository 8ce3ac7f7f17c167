import t from 'tap'
import { mutantsOf } from '../../src/prove/mutate.ts'
import { shouldHaveSeen } from '../../src/prove/nearest.ts'
import { labOf } from './lab-of.ts'

const lab = labOf(`
  - id: before
    text: Before.
    run: echo a
    expect: [{cgroup: other, pids.max: 20}]
  - id: box
    text: A box.
    in: {cgroup: box, limits: {memory.max: 64MiB, pids.max: 20}}
    run: echo b
    expect: [{output: stdout, text: b}]
  - id: after
    text: After.
    run: echo c
    expect: [{host: {processes: "> 1"}, given: It is so.}, {cgroup: box, memory.max: 64MiB}]
  - id: last
    text: Last.
    run: echo d
`)
const seen = (id: string) => {
  const mutant = mutantsOf(lab).find(each => each.id === id)
  return mutant && shouldHaveSeen(lab, mutant)
}

t.test('the first check from the change on that asks for it, or else the first', async t => {
  t.equal(seen('box/without-memory.max'), 'after/2 (cgroup box: memory.max 64MiB) should have seen it.')
  t.equal(
    seen('box/without-pids.max'),
    'No check asks for pids.max of a cgroup; the nearest is box/1 (the standard output: text b).',
  )
  t.equal(
    seen('after/without-line-1'),
    'No check sees this; the nearest is after/2 (cgroup box: memory.max 64MiB).',
  )
  t.equal(seen('last/without-line-1'), 'No check sees this, or anything after it.')
})
