import t from 'tap'
import { attemptId, evidenceFileName } from '../../src/evidence/attempt-id.ts'
import { learnerName, numbering } from '../../src/grade/learner.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'

const named = (text: string) => learnerName(text, nodeRuntime.digest)

t.test('a name that fits stays as it is', async t => {
  for (const name of ['ada', 'monday/ada lovelace', 'Zoë', '']) t.equal(named(name), name)
})

t.test('a long name stays unique, and fits the name of an evidence file', async t => {
  const long = 'x'.repeat(200)
  const names = [long, `${long}y`, '/'.repeat(60), '/'.repeat(61), '日'.repeat(90)].map(named)
  t.equal(new Set(names).size, names.length)
  t.match(names[0], /^x{71}-[0-9a-f]{8}$/)
  for (const learner of names) {
    const id = attemptId({ lab: 'namespace/network-namespace', seed: 's'.repeat(110), number: 9999, learner })
    t.ok(Buffer.byteLength(evidenceFileName(id)) <= 255)
  }
})

t.test('equal attempts are numbered', async t => {
  const number = numbering()
  t.same(
    [number('a', 's', 'ada'), number('a', 's', 'ada'), number('a', 's', 'ben'), number('a', 's', 'ada')],
    [1, 2, 1, 3],
  )
})
