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

t.test('each error number has one name', async t => {
  const names = Object.entries(constants.errno)
  const shared = names.filter(([, number]) => names.filter(([, other]) => other === number).length > 1)
  t.ok(shared.length >= 4, 'some numbers have two')
  for (const [name, number] of shared) {
    const canonical = canonicalErrno(name)
    t.equal(constants.errno[canonical as 'EPERM'], number, `${name} keeps its number`)
    t.same(
      new Set(shared.filter(([, other]) => other === number).map(([other]) => canonicalErrno(other))),
      new Set([canonical]),
    )
  }
  t.equal(canonicalErrno('EDEADLOCK'), 'EDEADLK')
  t.not(canonicalErrno('EPERM'), canonicalErrno('EACCES'), 'others stay apart')
})

t.test('what is gone has an error number of this Linux, and what is forbidden is not gone', async t => {
  for (const name of goneErrnos) t.ok(Object.hasOwn(constants.errno, name), name)
  for (const name of ['EACCES', 'EPERM', 'EBUSY', 'EIO']) t.notOk(goneErrnos.has(name), name)
})
