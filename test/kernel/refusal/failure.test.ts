import t from 'tap'
import { failureOf } from '../../../src/kernel/refusal/failure.ts'

const error = { errno: 'EBUSY', message: 'busy' }

t.test('a failed call is told apart by what it does', async t => {
  const path = '/sys/fs/cgroup/a'
  const kindOf = (...[call, syscall]: [Parameters<typeof failureOf>[0], string?]) =>
    failureOf(call, { ...error, path, ...(syscall !== undefined && { syscall }) })?.kind
  t.equal(kindOf('write', 'stat'), 'write', 'whichever system call of it failed')
  t.equal(kindOf('make-directory', 'mkdir'), 'mkdir')
  t.equal(kindOf('remove-cgroup', 'rmdir'), 'rmdir')
  t.equal(kindOf('start', 'write'), 'enter')
  t.equal(kindOf('start', 'fork'), 'fork')
  t.equal(kindOf('start', 'execve'), 'exec')
  t.equal(kindOf('start', 'chdir'), undefined)
  t.equal(kindOf('hello', 'mkdir'), 'mkdir')
  t.equal(kindOf('hello'), undefined)
  t.equal(kindOf('clean'), undefined)
  t.equal(failureOf('census', { code: 'cgroup-taken', message: '' })?.kind, 'claim', 'whichever call met it')
})

t.test('it carries what was written, and where', async t => {
  const path = '/sys/fs/cgroup/a/cpu.max.burst'
  t.same(failureOf('write', { ...error, path, text: '200000' }), {
    kind: 'write',
    errno: 'EBUSY',
    path,
    text: '200000',
  })
})

t.test('what the kernel did not refuse is no failure of this kind', async t => {
  t.equal(failureOf('write', { message: 'no such request' }), undefined)
})
