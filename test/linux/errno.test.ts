import { constants } from 'node:os'
import t from 'tap'
import { canonicalErrno, goneErrnos, isErrno } from '../../src/linux/errno.ts'

t.test('every error number of this Linux is known by its name, and codes of Node are not', async t => {
  const names = Object.keys(constants.errno)
  t.ok(names.length > 50)
  t.same(
    names.filter(name => !isErrno(name)),
    [],
  )
  for (const other of ['ERR_INVALID_ARG_TYPE', 'ENOENT: no such file', 'enoent', '', 2, undefined])
    t.notOk(isErrno(other), String(other))
})

t.test('two names of one number become one', async t => {
  t.equal(constants.errno.ENOTSUP, constants.errno.EOPNOTSUPP)
  t.equal(canonicalErrno('ENOTSUP'), canonicalErrno('EOPNOTSUPP'))
  t.not(canonicalErrno('EPERM'), canonicalErrno('EACCES'), 'others stay apart')
})

t.test('what is gone has an error number of this Linux, and what is forbidden is not gone', async t => {
  for (const name of goneErrnos) t.ok(Object.hasOwn(constants.errno, name), name)
  for (const name of ['EACCES', 'EPERM', 'EBUSY', 'EIO']) t.notOk(goneErrnos.has(name), name)
})
