import t from 'tap'
import { exitValue, exitWords } from '../../src/linux/exit.ts'

t.test('an exit in words names the signal, also behind a code above 128', async t => {
  t.equal(exitWords({ code: 1, signal: null }), 'exit code 1')
  t.equal(exitWords({ code: null, signal: 'SIGKILL' }), 'killed by SIGKILL')
  t.equal(exitWords({ code: 137, signal: null }), 'exit code 137 (128 + SIGKILL)')
  t.equal(exitWords({ code: 255, signal: null }), 'exit code 255')
})

t.test('a signal has the code that a shell reports for it', async t => {
  t.same(exitValue({ code: null, signal: 'SIGKILL' }), { code: 137, signal: 'SIGKILL' })
  t.same(exitValue({ code: 3, signal: null }), { code: 3, signal: 'none' })
})
