import t from 'tap'
import { isReport, withoutQueries } from '../../src/linux/terminal-query.ts'

t.test('questions to the terminal are left out, and nothing else', async t => {
  const questions = ['\x1b[c', '\x1b[>0c', '\x1b[6n', '\x1b[?2026$p', '\x1b[>q', '\x1b[?u', '\x1b]11;?\x07']
  for (const question of [...questions, '\x1bP+q544e\x1b\\']) t.equal(withoutQueries(`a${question}b`), 'ab')
  for (const text of ['\x1b[31m', '\x1b[2J', '\x1b]0;title\x07', '\x1b]11;#000\x07', '\x1b[u', '\x1b[6N'])
    t.equal(withoutQueries(text), text)
})

t.test('what a terminal says of itself is not typed', async t => {
  const reports = [
    '\x1b[12;34R',
    '\x1b[?12;34R',
    '\x1b[?1;2c',
    '\x1b[>0;276;0c',
    '\x1b[0n',
    '\x1b[I',
    '\x1b[O',
    '\x1b[?2026;2$y',
    '\x1b[?0u',
    '\x1b[4;600;800t',
    '\x1b[?997;1n',
  ]
  const strings = ['\x1b]11;rgb:0000/0000/0000\x1b\\', '\x1b]10;rgb:f/f/f\x07', '\x1bP>|xterm.js(5.5)\x1b\\']
  for (const report of [...reports, ...strings, '\x1b[1;1R\x1b[?1;2c'])
    t.ok(isReport(report), JSON.stringify(report))
  const keys = [
    '',
    'R',
    'ls\r',
    '\x1b',
    '\x1b[A',
    '\x1bOP',
    '\x1b[c',
    '\x1b[n',
    '\x1b[15~',
    '\x1b[1;5C',
    '\x1b[97;5u',
    '\x1b[200~ls\x1b[201~',
    '\x1b[1;1Rls',
    '\x03',
  ]
  for (const typed of keys) t.notOk(isReport(typed), JSON.stringify(typed))
})
