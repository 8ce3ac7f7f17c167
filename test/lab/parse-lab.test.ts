import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { renderProblems } from '../../src/lab/problem.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'

const folder = new URL('../fixtures/lab/', import.meta.url)
const source = (file: string) => ({ file: `labs/${file}`, id: 'topic/lab', seed: 'a seed' })
const textOf = (name: string) => readFileSync(new URL(name, folder), 'utf8')

/** Golden files are written anew by `TAP_SNAPSHOT=1`. */
function compareWithGolden(test: Pick<typeof t, 'equal'>, name: string, found: string): void {
  const golden = new URL(name, folder)
  if (process.env.TAP_SNAPSHOT === '1') writeFileSync(golden, found)
  test.equal(found, readFileSync(golden, 'utf8'))
}

for (const file of readdirSync(folder).filter(name => name.endsWith('.yaml')))
  t.test(`${file} is refused`, async t => {
    const result = parseLab(textOf(file), source(file), nodeRuntime)
    if (!('problems' in result)) return t.fail('it was read as a lab')
    compareWithGolden(t, file.replace('.yaml', '.txt'), renderProblems(result.problems))
  })

for (const file of readdirSync(new URL('valid/', folder)).filter(name => name.endsWith('.yaml')))
  t.test(`${file} is a lab`, async t => {
    const result = parseLab(textOf(`valid/${file}`), source(file), nodeRuntime)
    if ('problems' in result) return t.fail(renderProblems(result.problems))
    const shown = JSON.stringify(
      result.lab,
      (_, value) => (value === Number.POSITIVE_INFINITY ? 'Infinity' : value),
      2,
    )
    compareWithGolden(t, `valid/${file.replace('.yaml', '.json')}`, `${shown}\n`)
  })

t.test('the same seed draws the same, another one may draw another', async t => {
  const text = 'title: A\nvars: {n: {pick: [1, 2, 3, 4]}}\nsteps: [{id: a, text: "${n}", run: x}]\n'
  const drawn = (seed: string) => {
    const result = parseLab(text, { file: 'x.yaml', id: 'a/b', seed }, nodeRuntime)
    return 'lab' in result ? [result.lab.vars.n, result.lab.steps[0]?.text] : []
  }
  t.same(drawn('one'), drawn('one'))
  t.equal(new Set(Array.from({ length: 40 }, (_, seed) => drawn(String(seed))[0])).size, 4)
  const [value, said] = drawn('two')
  t.equal(value, said)
})

t.test('a windows line end and a byte order mark change nothing', async t => {
  const text = 'title: A\nsteps:\n  - id: a\n    text: b\n    run: |\n      one\n      two\n    expct: []\n'
  const [plain, windows] = [text, `\uFEFF${text.replaceAll('\n', '\r\n')}`].map(text =>
    parseLab(text, source('x.yaml'), nodeRuntime),
  )
  t.same(
    plain && 'problems' in plain && renderProblems(plain.problems),
    windows && 'problems' in windows && renderProblems(windows.problems),
  )
})
