import t from 'tap'
import { wrongInChecks } from '../../src/attempt/judgeable.ts'

const labOf = (subject: object) => ({ steps: [{ expect: [{ subject, facts: {}, when: { kind: 'now' } }] }] })

t.test('a subject without a word that its kind needs cannot be judged', async t => {
  t.equal(wrongInChecks(labOf({ kind: 'file', path: '/tmp/x' })), undefined)
  t.equal(wrongInChecks(labOf({ kind: 'file' })), 'steps[0].expect[0].subject')
})

t.test('a path may contain any word', async t => {
  t.equal(wrongInChecks(labOf({ kind: 'file', path: '/tmp/undefined' })), undefined)
})
