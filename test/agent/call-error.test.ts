import { readFileSync, writeSync } from 'node:fs'
import t from 'tap'
import { errnoOf, onPath, toCallError } from '../../src/agent/call-error.ts'
import { mostText } from '../../src/protocol/message.ts'

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

t.test('a failed write names its file, and what was being written', async t => {
  const error = thrown(() => onPath('/some/file', () => writeSync(9999, 'x'), 'x'))
  t.match(toCallError(error), { errno: 'EBADF', syscall: 'write', path: '/some/file', text: 'x' })
})

t.test('an error carries only the beginning of a long text', async t => {
  const error = thrown(() => onPath('/some/file', () => writeSync(9999, 'x'), 'x'.repeat(mostText + 1)))
  t.equal(toCallError(error).text, `${'x'.repeat(mostText)}…`)
})

t.test('an errno is told by its one name', async t => {
  const error = Object.assign(new Error('ENOTSUP: operation not supported on socket, write'), {
    code: 'ENOTSUP',
  })
  t.equal(errnoOf(error), 'EOPNOTSUPP')
  t.equal(toCallError(error).errno, 'EOPNOTSUPP')
})

t.test('an error of ours has no errno', async t => {
  const error = thrown(() => readFileSync('a\0b'))
  t.notOk('errno' in toCallError(error))
  t.equal(errnoOf(error), undefined)
  t.same(toCallError('odd'), { message: 'odd' })
})
