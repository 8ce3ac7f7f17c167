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
