import t from 'tap'
import { lastLines } from '../../../src/machine/vm/console-log.ts'

t.test('the last lines, without control characters', async t => {
  const folder = t.testdir({ log: '\x1bc\x1b[?7lone\r\n\r\ntwo\x1b[1;31m!\x1b[0m\r\nthree\x07' })
  t.equal(await lastLines(`${folder}/log`, 2), '  two!\n  three')
})

t.test('no log, or an empty one, is told', async t => {
  t.equal(await lastLines(`${t.testdir({ empty: '' })}/empty`), '  (it wrote nothing)')
  t.equal(await lastLines(`${t.testdir()}/missing`), '  (it wrote nothing)')
})

t.test('the reason of a panic is not lost behind its trace', async t => {
  const folder = t.testdir({ log: 'start\nKernel panic - not syncing: why\ncall\ncall\nend\n' })
  t.equal(await lastLines(`${folder}/log`, 2), '  Kernel panic - not syncing: why\n  …\n  call\n  end')
})
