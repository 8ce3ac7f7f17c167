import { execFileSync } from 'node:child_process'
import t from 'tap'
import { commandLine, hereDocument } from '../../src/plan/shell-syntax.ts'
import { unsafe } from '../../src/printable.ts'

const texts = [
  'plain',
  'it\'s `a` "b" $c \\d ${e} $(f)',
  'two\nlines\n',
  'end\nend_\nnot the end',
  '\u001b[31mred\u001b[0m',
  "a\u202e'b' $c `d` \\e\n\u200b\\\u0007 %s %% 100%\nend\n",
  '\u009b\u{e0041}é日\u2028',
  '\u007f',
  'carriage\r\nreturn\r',
]

for (const shell of ['sh', 'bash'])
  t.test(`${shell} reads back what was written, and nothing unsafe was written`, async t => {
    const run = (script: string) => execFileSync(shell, ['-c', script], { encoding: 'utf8' })
    for (const text of texts) {
      const document = hereDocument(text)
      t.equal(document.search(unsafe), -1)
      t.equal(run(`cat ${document}`), `${text}\n`)
      const words = commandLine(['printf', '%s.', text, `-${text}`])
      t.equal(words.search(unsafe), -1)
      t.equal(run(words), `${text}.-${text}.`)
    }
  })
