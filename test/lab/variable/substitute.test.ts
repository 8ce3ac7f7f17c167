import t from 'tap'
import { parseLab } from '../../../src/lab/parse-lab.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'

const lab = (run: string, rest = '') =>
  `title: A lab\nvars: {limit: 512MiB, dollar: "$", word: limit}\nsteps:\n  - id: one\n    text: A step.\n    run: ${run}\n${rest}`

const parse = (text: string) => parseLab(text, { file: 'x.yaml', id: 'x', seed: '' }, nodeRuntime)

function runOf(run: string): string | undefined {
  const result = parse(lab(run))
  return 'lab' in result ? result.lab.steps[0]?.run : JSON.stringify(result.problems)
}

function placesOf(text: string): string[] {
  const result = parse(text)
  return 'problems' in result
    ? result.problems.map(({ code, at, length }) => `${at.line}:${at.column}+${length} ${code}`)
    : []
}

t.test('what is filled in is not looked at again', async t => {
  t.equal(runOf('"${dollar}{limit} $${limit} ${limit}"'), '${limit} ${limit} 512MiB')
})

t.test('nor where an alias stands for the same text, and each draw begins with the text', async t => {
  const text = lab('"true"')
    .replace('A lab', () => '&name "$${here} ${word}"\nabout: *name')
    .replace('word: limit', 'word: {pick: [limit, other]}')
  const read = parse(text)
  const { title, about } = 'lab' in read ? read.lab : { title: JSON.stringify(read.problems), about: '' }
  t.match(title, /^\$\{here\} (limit|other)$/)
  t.equal(about, title)
})

t.test('the shell keeps what is its own', async t => {
  t.equal(
    runOf('echo $limit $$ $(id) $((1 + 1)) $${HOME:-$${x}} ${cgroup}'),
    'echo $limit $$ $(id) $((1 + 1)) ${HOME:-${x}} ${cgroup}',
  )
})

t.test('the place is told also inside of blocks, folded text, quotes and escapes', async t => {
  t.same(placesOf(lab('|\n      one ${limit}\n        two ${oops}')), ['8:13+7 undefined-variable'])
  t.same(placesOf(lab('>-\n      one\n      ${limit} ${oops} x')), ['8:16+7 undefined-variable'])
  t.same(placesOf(lab('"a \\" ${oops}"')), ['6:16+7 undefined-variable'])
  t.same(placesOf(lab("'it''s ${oops}'")), ['6:17+7 undefined-variable'])
  t.same(placesOf(lab('"\\x24{oops}"')), ['6:10+12 undefined-variable'])
})

t.test('what is no reference is told', async t => {
  for (const found of ['${}', '${limit', '${a b}', '${HOME:-x}', '${limit.}'])
    t.match(placesOf(lab(`|\n      ${found}\n`)), ['7:7+2 broken-reference'], found)
})

t.test('the cgroup is known where a lab acts and speaks, not where it is judged', async t => {
  const check = (fact: string) => lab('x', `    expect:\n      - output: stdout\n        ${fact}\n`)
  t.same(placesOf(check('text: "${cgroup}"')), ['9:16+9 cgroup-out-of-place'])
  t.same(placesOf(check('text: x\n        why: It is in ${cgroup}.')), [])
  t.same(placesOf(lab('x', '    task: Look into ${cgroup}.\n    hints: ["${cgroup}"]\n')), [])
  t.same(placesOf(lab('x', '    in: {root: "${cgroup}"}\n')), ['7:17+9 cgroup-out-of-place'])
})

t.test('thousands of references to nothing are told in bounded time', async t => {
  const start = process.cpuUsage()
  const places = placesOf(lab(`|\n      ${'${oops} '.repeat(20_000)}`))
  const { user } = process.cpuUsage(start)
  t.match(places, ['7:7+7 undefined-variable'])
  t.ok(user < 5_000_000, `${user / 1000} ms`)
})
