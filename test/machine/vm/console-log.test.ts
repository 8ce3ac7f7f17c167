import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { consoleLog, lastLines } from '../../../src/machine/vm/console-log.ts'

t.test('the last lines, without control characters', async t => {
  const folder = t.testdir({ log: '\x1bc\x1b[?7lone\r\n\r\ntwo\x1b[1;31m!\x1b[0m\r\nthree\x07' })
  t.equal(await lastLines(`${folder}/log`, 2), '  two!\n  three')
})

t.test('no log, or an empty one, is told', async t => {
  t.equal(await lastLines(`${t.testdir({ empty: '' })}/empty`), '  (it wrote nothing)')
  t.equal(await lastLines(`${t.testdir()}/missing`), '  (it wrote nothing)')
})

t.test('of a panic the message is quoted, not its registers and stack', async t => {
  const folder = t.testdir({ log: 'start\nKernel panic - not syncing: why\ncall\ncall\nend\n' })
  t.equal(await lastLines(`${folder}/log`, 2), '  Kernel panic - not syncing: why')
})

t.test(
  'the end of a console is kept, whatever the guest writes, and what was dropped is counted',
  async t => {
    const folder = t.testdir()
    const stream = new PassThrough()
    const log = consoleLog(stream, 1000)
    await log.save(`${folder}/empty`)
    t.equal(readFileSync(`${folder}/empty`, 'utf8'), '')
    stream.write('first\n')
    await new Promise(resolve => setImmediate(resolve))
    await log.save(`${folder}/short`)
    t.equal(readFileSync(`${folder}/short`, 'utf8'), 'first\n')
    for (let count = 0; count < 100; count++) stream.write('x'.repeat(99))
    stream.write('\nlast\n')
    await new Promise(resolve => setImmediate(resolve))
    await log.save(`${folder}/long`)
    const text = readFileSync(`${folder}/long`, 'utf8')
    const [, dropped, kept] = /^\[… (\d+) bytes not kept …\]\n(x+\nlast\n)$/.exec(text) ?? []
    t.ok(kept && kept.length >= 1000 && kept.length < 1100, `${kept?.length} bytes are kept`)
    t.equal(Number(dropped) + (kept?.length ?? 0), 6 + 9900 + 6)
  },
)
