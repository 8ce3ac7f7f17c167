import t from 'tap'
import { differences } from '../../src/grade/difference.ts'

const verdicts = [
  { check: 'a/1', outcome: 'pass' },
  { check: 'a/2', outcome: 'fail' },
  { check: 'b/1', outcome: 'error' },
] as const

t.test('each check that was judged otherwise is told with both outcomes', async t => {
  const seen = { 'a/1': 'pass', 'b/1': 'fail', 'a/2': 'pass', 'c/1': 'pass' } as const
  t.same(
    differences({ seen }, verdicts).map(({ message }) => message),
    [
      'a/2: live: pass, replayed: fail',
      'b/1: live: fail, replayed: error',
      'c/1: live: pass, replayed: none',
    ],
  )
})

t.test('a check that was not seen is no difference, whatever its name', async t => {
  t.same(differences({}, verdicts), [])
  t.same(differences({ seen: {} }, [{ check: 'constructor', outcome: 'pass' }]), [])
})
