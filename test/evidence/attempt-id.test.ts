import t from 'tap'
import { attemptId, evidenceFileName } from '../../src/evidence/attempt-id.ts'

const id = (lab: string, seed: string, number = 1, learner?: string) =>
  attemptId({ lab, seed, number, ...(learner === undefined ? {} : { learner }) })

t.test('an id is made of lab, seed and number', async t => {
  t.equal(id('namespace/pid', 'monday'), 'namespace/pid~monday~1')
  t.equal(evidenceFileName(id('namespace/pid', 'monday')), 'namespace.pid~monday~1.evidence.json')
})

t.test('different attempts never share an id or a file', async t => {
  const ids = [
    id('a/b', 'c'),
    id('a.b', 'c'),
    id('a', 'b~c'),
    id('a~b', 'c'),
    id('a', 'b', 1, 'c'),
    id('a', 'b%7e.c'),
    id('a', '1'),
    id('a', '1', 2),
    id('a', ''),
    id('a', '../../x'),
    id('a', 'ü 𝄞\n'),
  ]
  t.equal(new Set(ids).size, ids.length)
  t.equal(new Set(ids.map(evidenceFileName)).size, ids.length)
})

t.test('a file name has no separators, spaces or control characters, whatever the seed', async t => {
  for (const seed of ['../../etc', 'a b', '/', '\0', '\n', '.', '..', '𝄞', '\ud800', '%', '~'])
    t.match(
      evidenceFileName(id('topic/x', seed)),
      /^topic\.x~[\p{L}\p{N}_%.-]*~1\.evidence\.json$/u,
      JSON.stringify(seed),
    )
})
