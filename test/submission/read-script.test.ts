import t from 'tap'
import { problemLines } from '../../src/submission/problem.ts'
import { readSubmission } from '../../src/submission/read-submission.ts'

function read(text: string) {
  const read = readSubmission(text, 'ada.sh')
  if ('problems' in read) throw new Error(read.problems.map(problemLines).join('\n'))
  return read.submission
}

/** Each step with its lines, and terminals where they are said. */
const lines = (text: string) =>
  read(text).steps.map(({ id, lines }) => [
    id,
    ...lines.map(({ terminal, text }) => (terminal === undefined ? text : `@${terminal} ${text}`)),
  ])

t.test('comment lines say which step the commands belong to, and who hands them in', async t => {
  const text = `#!/bin/bash
# unboxed-lab: namespace/pid
# unboxed-seed:  monday morning
# unboxed-learner: Ada Lovelace

# My solution.
#: outside
ps ax | wc -l # how many

#:box @1
sudo unshare --fork --pid bash
  # indented comment
#: inside
#: who-am-i @2
    kill -9 \${box.pid}
`
  t.same(read(text), {
    lab: 'namespace/pid',
    seed: 'monday morning',
    learner: 'Ada Lovelace',
    steps: [
      { id: 'outside', at: '7', lines: [{ text: 'ps ax | wc -l # how many', at: '8' }] },
      { id: 'box', at: '10', lines: [{ terminal: 1, text: 'sudo unshare --fork --pid bash', at: '11' }] },
      { id: 'inside', at: '13', lines: [] },
      { id: 'who-am-i', at: '14', lines: [{ terminal: 2, text: '    kill -9 ${box.pid}', at: '15' }] },
    ],
  })
})

t.test('a step may go on in another terminal and come back', async t => {
  t.same(lines('#: one\na\n#: one @2\nb\nc\n#: one @1\nd\n#: one\ne\n#: two\nf\n'), [
    ['one', 'a', '@2 b', '@2 c', '@1 d', 'e'],
    ['two', 'f'],
  ])
})

t.test('editors of other systems write line ends and byte order marks of their own', async t => {
  t.same(read('\ufeff# unboxed-seed: a\r\n#: one @2\r\ncat <<EOF\r\nb\r\nEOF\r\n'), {
    seed: 'a',
    steps: [{ id: 'one', at: '2', lines: [{ terminal: 2, text: 'cat <<EOF\nb\nEOF', at: '3' }] }],
  })
})

t.test('headers without a word say nothing', async t => {
  t.same(Object.keys(read('# unboxed-learner:\n# unboxed-seed: \n#: one\n')), ['steps'])
})

t.test('a command keeps its lines, with comments and blank lines inside of it', async t => {
  const commands = [
    "cat > /tmp/x <<'EOF'\n# not a comment\n\n#!/bin/sh\n#: two words\n# unboxed-seed: x\nEOF",
    'for name in a b; do\n  # a comment\n\n  echo $name\ndone',
    'bomb() {\n  bomb | bomb &\n}',
    'echo "# not a comment\n#" \\\n  two',
  ]
  t.same(lines(`#: one\n${commands.join('\n\n# between\n')}\n`), [['one', ...commands]])
})

t.test('a command without an end costs only its own step', async t => {
  t.same(lines('#: one\nls\necho "open\n# comment\npwd\n#: two\nls\n'), [
    ['one', 'ls', 'echo "open', '# comment', 'pwd'],
    ['two', 'ls'],
  ])
})

t.test('a script may begin with a brace only in a step', async t => {
  t.same(lines('#: one\n{ ls; }\n'), [['one', '{ ls; }']])
  t.match(readSubmission('{ ls; }\n#: one\n', 'ada.sh'), { problems: [{ code: 'not-json' }] })
})

t.test('a problem is told with its place, and the remedy below', async t => {
  const read = readSubmission('#: one @9\n', 'a\u001b.sh')
  t.same('problems' in read && read.problems.map(problemLines), [
    'a\\x1b.sh:1: there is no terminal `@9`\n  terminals are numbered from 1 to 8',
  ])
  const empty = readSubmission('#!/bin/sh\n', 'ada.sh')
  t.match('problems' in empty && empty.problems.map(problemLines)[0], /^ada\.sh: the script has no line/)
})
