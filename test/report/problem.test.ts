import { stripVTControlCharacters } from 'node:util'
import t from 'tap'
import { fileProblem } from '../../src/lab/problem.ts'
import { problemsOf } from '../../src/problem.ts'
import { renderLabProblems, renderProblem } from '../../src/report/problem.ts'

const problem = problemsOf('machine', {
  'no-qemu': ({ path }: { path: string }) => ({
    what: `QEMU was not found in ${path}`,
    remedy: 'Install it:\n  apt-get install qemu-system-x86',
  }),
  plain: (_: object) => ({ what: 'something happened\nand more of it' }),
})
const cause = new Error('spawn failed', { cause: new Error('ENOENT') })

t.test('what happened, why, and what to do about it', async t => {
  t.equal(
    renderProblem(problem('no-qemu', { path: '/usr/bin' }, cause), { colour: false }),
    [
      'unboxed: QEMU was not found in /usr/bin',
      '  spawn failed',
      '  ENOENT',
      '',
      '  Install it:',
      '    apt-get install qemu-system-x86',
      '',
    ].join('\n'),
  )
  t.equal(
    renderProblem(problem('plain', {}), { colour: false }),
    'unboxed: something happened\n  and more of it\n',
  )
})

t.test('on a terminal lines break between words, except in commands', async t => {
  const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin'
  const told = problem('no-qemu', { path }, new Error('spawn failed: no such file or directory at all'))
  const expected = [
    'unboxed: QEMU was not found in',
    `  ${path}`,
    '  spawn failed: no such file or',
    '  directory at all',
    '',
    '  Install it:',
    '    apt-get install qemu-system-x86',
    '',
  ]
  for (const colour of [false, true])
    t.same(stripVTControlCharacters(renderProblem(told, { colour, columns: 40 })).split('\n'), expected)
})

t.test('colour is only added', async t => {
  const coloured = renderProblem(problem('no-qemu', { path: '/' }, cause), { colour: true })
  t.match(coloured, /\u001b\[31m/)
  t.equal(
    stripVTControlCharacters(coloured),
    renderProblem(problem('no-qemu', { path: '/' }, cause), { colour: false }),
  )
})

t.test('causes that say nothing new, or never end, are not told', async t => {
  const same = problem('plain', {}, new Error('something happened'))
  t.equal(renderProblem(same, { colour: false }), 'unboxed: something happened\n  and more of it\n')
  const endless = new Error('round')
  endless.cause = endless
  t.match(renderProblem(problem('plain', {}, endless), { colour: false }), /round\n$/)
})

t.test('problems of lab files keep their words in colour', async t => {
  const problems = [fileProblem('labs/x.yaml', 'empty', { of: 'lab' })]
  const plain = renderLabProblems(problems, { colour: false })
  t.match(plain, /labs\/x\.yaml/)
  const coloured = renderLabProblems(problems, { colour: true })
  t.not(coloured, plain)
  t.equal(stripVTControlCharacters(coloured), plain)
})
