import { spawnSync } from 'node:child_process'
import t from 'tap'
import { commandReader, commandsOf } from '../../src/linux/shell-command.ts'

/** Commands that need all of their lines. */
const whole = [
  'ls -l',
  'cat <<EOF\none\n\n# no comment\n#: box\nEOF',
  "cat <<-'the end'\n\tone $(\n\tthe end",
  'cat <<A <<B\na\nA\nb\nB',
  'cat <<EOF | sort\nb\nEOF',
  'cat <<\\EOF\nwhat is $x\nEOF',
  'for name in a b; do\n  # each of them\n  echo "$name"\ndone',
  'while read -r line\ndo echo "$line"\ndone < /etc/hosts > /dev/null',
  'until false; do\nif true; then\nbreak\nelse\n:\nfi\ndone',
  'case "$1" in\n  (a|b) echo one ;;\n  c) echo two ;;\n  *)\n    if x; then y; fi ;;\nesac',
  'bomb() { bomb | bomb & }',
  'bomb() {\n  bomb | bomb &\n}',
  'f()\n{\n  true\n}',
  'function f {\n  true\n}',
  '( cd /tmp\n  ls )',
  '{ one\n{ two; } }',
  'if [[ $a == b\n ]]; then c; fi',
  "echo 'one\ntwo # no comment\n'",
  'echo "one $(\n  cat <<EOF\n)\nEOF\n) two"',
  `echo "a \${x:-'}"
'}" b`,
  'echo "$((1 << 2))" $(( (1 + 2)\n* 3 ))',
  '(( x = 1 << 2 ))',
  'ls |\n# between\nwc -l',
  'true &&\n\nfalse',
  'ls -l \\\n  /tmp',
  'echo `ls\npwd`',
  'a=()',
  'a=(1 2\n3)',
  "printf $'it\\'s\n'",
  'echo a#b {x # done',
  'echo if; echo done }',
  'diff <(ls\n) <(ls)',
  'cat <<< "one\ntwo"',
]

t.test('a command ends where bash asks for no more', async t => {
  for (const text of whole) {
    t.same(commandsOf(`${text}\n`), [{ text, at: 1 }], text)
    const { stderr } = spawnSync('bash', ['-n'], { input: `${text}\n`, encoding: 'utf8' })
    t.equal(stderr, '', `bash takes it as whole: ${text}`)
  }
})

t.test('commands follow each other, without blank lines and comments between them', async t => {
  const script = whole.flatMap(text => ['', '  # a comment with a quote: it\'s "', text, '\t']).join('\n')
  t.same(
    commandsOf(script).map(({ text }) => text),
    whole,
  )
  t.same(commandsOf('# one\n\nls\ncat <<X\nX\npwd'), [
    { text: 'ls', at: 3 },
    { text: 'cat <<X\nX', at: 4 },
    { text: 'pwd', at: 6 },
  ])
})

t.test('what has no end is taken line by line', async t => {
  for (const open of [
    "echo 'one",
    'cat <<EOF',
    'for x in a',
    'f() {',
    'ls | (',
    'echo "$(ls',
    'if true; then',
  ])
    t.same(
      commandsOf(`pwd\n${open}\n\nls`).map(({ text }) => text),
      ['pwd', open, '', 'ls'],
      open,
    )
  const reader = commandReader()
  reader.add('cat <<EOF', 1)
  t.equal(reader.isOpen(), true)
  t.same(reader.rest(), [{ text: 'cat <<EOF', at: 1 }])
  t.equal(reader.isOpen(), false)
  t.same(reader.add('ls', 2), { text: 'ls', at: 2 }, 'nothing of it is left')
})

t.test('the time it takes grows with the text, whatever is open', async t => {
  for (const opening of ["'", 'cat <<EOF', '$((', '(', '{', '"${', '"$('])
    t.equal(commandsOf(`${opening}\n${'((( a "$ \n'.repeat(50_000)}`).length > 50_000, true, opening)
})
