import t from 'tap'
import { wrongInChecks } from '../../src/attempt/judgeable.ts'

const labOf = (subject: object) => ({ steps: [{ expect: [{ subject, facts: {}, when: { kind: 'now' } }] }] })

t.test('a subject without a word that its kind needs cannot be judged', async t => {
  t.equal(wrongInChecks(labOf({ kind: 'file', path: '/tmp/x' })), undefined)
  t.equal(wrongInChecks(labOf({ kind: 'file' })), 'steps[0].expect[0].subject')
})

t.test('a question whose fact nobody can read cannot be judged', async t => {
  const question = { id: 'a/answer', ask: 'Which?', subject: { kind: 'host' }, points: 1 }
  const asking = (fact: object) => ({ steps: [{ expect: [], question: { ...question, ...fact } }] })
  t.equal(wrongInChecks(asking({ fact: 'processes' })), undefined)
  t.equal(wrongInChecks(asking({ fact: 'no-such' })), 'steps[0].question.fact')
  t.equal(wrongInChecks(asking({ fact: 'processes', field: 'x' })), 'steps[0].question.fact')
  t.equal(
    wrongInChecks(asking({ fact: 'text', subject: { kind: 'output', stream: 'stdout' } })),
    'steps[0].question.fact',
  )
})

t.test('a path may contain any word', async t => {
  t.equal(wrongInChecks(labOf({ kind: 'file', path: '/tmp/undefined' })), undefined)
})
