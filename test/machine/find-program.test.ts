import t from 'tap'
import { findProgram } from '../../src/machine/find-program.ts'

t.test('programs are looked for in PATH, then where only root looks', async t => {
  const folder = t.testdir({ 'not-executable': '' })
  t.equal(findProgram('sh', { PATH: `${folder}:/bin` }), '/bin/sh')
  t.equal(findProgram('not-executable', { PATH: folder }), undefined)
  t.equal(findProgram('mke2fs', { PATH: folder }), '/usr/sbin/mke2fs')
})
