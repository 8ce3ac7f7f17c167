import t from 'tap'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { fileProblem, renderProblems } from '../../src/lab/problem.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'

const problemsOf = (text: string) => {
  const result = parseLab(text, { file: 'labs/x.yaml', id: 'x', seed: '' }, nodeRuntime)
  return 'problems' in result ? result.problems : []
}

t.test('a problem has its place, its sentence, its line and a caret as wide as what is wrong', async t => {
  const [problem] = problemsOf('title: A\nsteps:\n  - id: a\n    text: b\n    run: c\n    expct: []\n')
  t.match(problem, {
    code: 'unknown-key',
    at: { file: 'labs/x.yaml', line: 6, column: 5 },
    length: 5,
    sourceLine: { text: '    expct: []', start: 4 },
  })
  t.equal(
    renderProblems(problem ? [problem] : []),
    [
      'labs/x.yaml:6:5  a step has no key `expct`; did you mean `expect`?',
      '  6 |     expct: []',
      '    |     ^^^^^',
      '    = the keys are: id, text, task, hints, as, terminal, in, run, timeout, expect, ask, answer',
      '',
    ].join('\n'),
  )
})

t.test('a problem of a whole file has no line', async t => {
  t.equal(renderProblems([fileProblem('a.yaml', 'no-such-file', {})]), 'a.yaml  no such file or folder\n')
})

t.test('each part can be coloured', async t => {
  const mark = (sign: string) => (text: string) => `${sign}${text}${sign}`
  const paint = {
    place: mark('p'),
    message: mark('m'),
    margin: mark('|'),
    caret: mark('c'),
    remedy: mark('r'),
  }
  const problem = problemsOf('title: A\nsteps: []\n')
  t.equal(
    renderProblems(problem, paint),
    'plabs/x.yaml:2:8p  m`steps` must be a list of steps, each a map that begins with `- id: …`; found an empty listm\n|  2 | |steps: []\n|    | |       c^^c\n',
  )
})

t.test('the caret stands below the place behind tabs and characters of two code units', async t => {
  const rendered = renderProblems(
    problemsOf('title: A\nsteps: [{id: a, text: "\u{1F40B}\t", run: b, x: 1}]\n'),
  )
  const [, line = '', caret = ''] = rendered.split('\n')
  const before = line.slice(0, line.indexOf('x: 1'))
  t.equal(caret.slice(0, caret.indexOf('^')).slice(5), before.slice(5).replace(/[^\t]/gu, ' '))
})

t.test('nothing of a file moves the cursor of a terminal', async t => {
  const rendered = renderProblems(
    problemsOf(
      'title: A\n"\\e[2J": 1\nsteps:\n  - id: a\n    text: b\n    run: c\n    \u001b]0;x\u0007: 1\n',
    ),
  )
  t.match(rendered, /has no key/)
  t.notMatch(rendered, /[\u0000-\u0009\u000b-\u001f]/)
})

t.test('a file that is wrong everywhere is not told line by line', async t => {
  const wrong = Array.from({ length: 400 }, (_, index) => `wrong${index}: 1`).join('\n')
  const problems = problemsOf(`title: A\n${wrong}\nsteps: [{id: a, text: b, run: c}]\n`)
  t.equal(problems.length, 51)
  t.match(problems.at(-1), { code: 'too-many-problems', message: 'and 350 more problems in this file' })
})

t.test('one value is complained of once', async t => {
  const problems = problemsOf('title: 0755\nsteps: [{id: a, text: b, run: c, timeout: "${nothing}"}]\n')
  t.same(
    problems.map(({ code }) => code),
    ['not-quoted', 'undefined-variable'],
  )
})
