import t from 'tap'
import { attemptsAt, labDigest, newAttempt } from '../../src/attempt/attempt.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { labOf } from '../prove/lab-of.ts'

const steps = (limit: string) => `
  - id: a
    text: A.
    in: {cgroup: box, limits: {pids.max: ${limit}}}
    run: 'true'
    expect: [{cgroup: box, pids.max: ${limit}}]
`
const digestOf = (limit: string, beside = '') => labDigest(labOf(steps(limit), beside), nodeRuntime.digest)

t.test('the digest of a lab changes with what is judged, and not with where it stands in a file', async t => {
  t.match(digestOf('max'), /^[0-9a-f]{16}$/)
  t.equal(digestOf('max', '\n# A comment moves every line.\n'), digestOf('max'))
  t.not(digestOf('max'), digestOf('20'))
  const lab = labOf(steps('max'))
  t.equal(labDigest({ ...lab, file: 'elsewhere.yaml' }, nodeRuntime.digest), digestOf('max'))
})

t.test('attempts are numbered in rounds', async t => {
  const [a, b] = [labOf(steps('20')), { ...labOf(steps('30')), id: 'topic/y' }]
  t.same(
    [...attemptsAt([a, b], 2)].map(({ head }) => head.id),
    ['topic/x~one~1', 'topic/y~one~1', 'topic/x~one~2', 'topic/y~one~2'],
  )
  t.same(newAttempt(a, 3).head, { id: 'topic/x~one~3', lab: 'topic/x', seed: 'one', number: 3 })
})
