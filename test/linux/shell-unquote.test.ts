import { execFileSync } from 'node:child_process'
import t from 'tap'
import { shellUnquote } from '../../src/linux/shell-unquote.ts'

t.test('what bash quotes is read again', async t => {
  const texts = [
    'true',
    'echo "a b" $x; (exit 3) | cat > /dev/null & #',
    "it's",
    'for i in 1 2\ndo echo $i\ndone',
    "printf '\\033[1m\\n' \t'\x1b\x01\x7f'",
    'echo ä € 𝄞\n',
    '',
    '~ {a,b} !x [^c] \\',
  ]
  for (const locale of ['C', 'C.UTF-8'])
    for (const text of texts) {
      const script = 'printf %q "$1"'
      const quoted = execFileSync('bash', ['--norc', '-c', script, 'bash', text], {
        env: { LC_ALL: locale },
        encoding: 'utf8',
      })
      t.equal(shellUnquote(quoted), text, `${locale}: ${quoted}`)
    }
})

t.test('a text that is quoted in no way stays as it is', async t => {
  for (const text of ["it's", "$'", '$x', "a$'b"]) t.equal(shellUnquote(text), text)
  t.equal(shellUnquote("$'\\cA\\377\\q'"), '\x01\xffq')
})
