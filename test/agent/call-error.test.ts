import { readFileSync, writeSync } from 'node:fs'
import t from 'tap'
import { errnoOf, onPath, toCallError } from '../../src/agent/call-error.ts'

function thrown(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('it threw nothing')
}

t.test('an error of the kernel is told as data', async t => {
  const error = thrown(() => readFileSync('/no/such'))
  t.match(toCallError(error), { errno: 'ENOENT', syscall: 'open', path: '/no/such' })
  t.equal(errnoOf(error), 'ENOENT')
})

t.test('a failed write names its file', async t => {
  const error = thrown(() => onPath('/some/file', () => writeSync(9999, 'x')))
  t.match(toCallError(error), { errno: 'EBADF', syscall: 'write', path: '/some/file' })
})

t.test('an error of ours has no errno', async t => {
  const error = thrown(() => readFileSync('a\0b'))
  t.notOk('errno' in toCallError(error))
  t.equal(errnoOf(error), undefined)
  t.same(toCallError('odd'), { message: 'odd' })
})
