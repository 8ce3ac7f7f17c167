import t from 'tap'
import { parse } from 'yaml'
import { parseLab } from '../../../src/lab/parse-lab.ts'
import { renderProblems } from '../../../src/lab/problem.ts'
import { labFormatMarkdown } from '../../../src/lab/reference/markdown.ts'
import { matcherGuide } from '../../../src/lab/reference/matcher-guide.ts'
import { labShape, placeShape, stepShape } from '../../../src/lab/shape/shape.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'
import { subjects } from '../../../src/subject/subject.ts'

const text = labFormatMarkdown()
const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block)

t.test('every key and every fact is there, with its meaning', async t => {
  for (const [key, schema] of Object.entries({ ...labShape.shape, ...stepShape.shape, ...placeShape.shape }))
    t.match(text, `\`${key}\` |`, key) && t.ok(schema.meta()?.description, `${key} is explained`)
  for (const { facts } of Object.values(subjects))
    for (const { means, manual } of Object.values(facts)) {
      t.ok(text.includes(means.replaceAll('|', '\\|')), means)
      t.ok(text.includes(manual), manual)
    }
})

t.test('the first example is a lab', async t => {
  const result = parseLab(blocks[0] ?? '', { file: 'docs/lab-format.md', id: 'x', seed: '' }, nodeRuntime)
  t.equal('problems' in result ? renderProblems(result.problems) : '', '')
})

t.test('the example of a question is a step', async t => {
  const [step = ''] = blocks.filter(block => block.startsWith('- id:'))
  const text = `title: A\nsteps:\n${step.replace(/^/gm, '  ')}`
  const result = parseLab(text, { file: 'docs/lab-format.md', id: 'x', seed: '' }, nodeRuntime)
  t.match(result, { lab: { steps: [{ question: { id: 'box/answer', fact: 'pid', field: 'outside' } }] } })
})

t.test('every other example is a check that does what its title says', async t => {
  for (const block of blocks.slice(1).filter(block => !/^(- id:|# yaml-language-server)/.test(block))) {
    const result = parseLab(labWith(block), { file: block, id: 'x', seed: '' }, nodeRuntime)
    t.equal('problems' in result ? renderProblems(result.problems) : '', '')
  }
  for (const [match, { examples }] of Object.entries(matcherGuide))
    for (const example of examples) {
      const result = parseLab(
        labWith(`- ${example.replaceAll('\n', '\n  ')}`),
        {
          file: 'x',
          id: 'x',
          seed: '',
        },
        nodeRuntime,
      )
      t.match(JSON.stringify(result), `"match":"${match}"`, example)
    }
})

t.test('tables have as many cells in every row', async t => {
  for (const table of text.match(/(^\|.*\n)+/gm) ?? []) {
    const cells = table
      .trim()
      .split('\n')
      .map(line => line.replaceAll('\\|', '').split('|').length)
    t.equal(new Set(cells).size, 1, table.slice(0, 60))
  }
})

function labWith(checks: string): string {
  const expect = checks.trimEnd().replaceAll('\n', '\n      ')
  const lab = `title: A
steps:
  - {id: limit, text: a, run: b}
  - {id: box, text: a, as: box, run: b}
  - id: a
    text: b
    run: c
    expect:
      ${expect}
`
  parse(lab)
  return lab
}
