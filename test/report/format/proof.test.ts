import { readFileSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { proofOutcome, tally } from '../../../src/prove/proof.ts'
import { exitCode } from '../../../src/report/exit-code.ts'
import { type ProofReporterName, proofReporters } from '../../../src/report/registry.ts'
import { proofs } from '../sample-proof.ts'
import { parse, strictly } from './junit/strict-xml.ts'

type Name = keyof typeof proofs
const plain = { colour: false, columns: 100 }
async function written(reporter: ProofReporterName, name: Name, style = {}): Promise<string> {
  const format = await proofReporters[reporter]()
  return format(proofs[name], { ...plain, ...style })
}

t.test('as an author reads it', async t => {
  const rows: [Name, string, object][] = [
    ['proven', 'proven.txt', {}],
    ['proven', 'proven-verbose.txt', { verbose: true }],
    ['open', 'open.txt', {}],
    ['open', 'open.ansi', { colour: true }],
    ['interrupted', 'interrupted.txt', {}],
  ]
  for (const [name, file, style] of rows) {
    const golden = new URL(`../../fixtures/report/proof/${file}`, import.meta.url)
    const text = await written('pretty', name, style)
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, text)
    t.equal(text, readFileSync(golden, 'utf8'), file)
  }
})

t.test('what others wrote cannot move the cursor', async t => {
  t.notMatch(await written('pretty', 'open'), /[\u0000-\u0009\u000b-\u001f]/)
})

t.test('JUnit: every case is there, and told apart', strictly, async t => {
  const counts: Record<Name, string[]> = {
    proven: ['7', '0', '0'],
    open: ['14', '3', '1'],
    interrupted: ['8', '0', '1'],
  }
  for (const [name, expected] of Object.entries(counts)) {
    const root = parse(await written('junit', name as Name))
    t.same([root.tests, root.failures, root.errors], expected, name)
    const cases = root.in.flatMap(suite => suite.in.filter(({ tag }) => tag === 'testcase'))
    const number = (tag: string) => cases.filter(each => each.in.some(child => child.tag === tag)).length
    t.same([cases.length, number('failure'), number('error')].map(String), expected, `${name}, as found`)
  }
})

t.test('JUnit: a mutant that passes carries what it changes and what to do', strictly, async t => {
  const [, suite] = parse(await written('junit', 'open')).in
  t.match(suite, { name: 'cgroup/small', time: '12.000' })
  const mutant = suite?.in.find(({ name }) => name === 'mutant: shell/without-memory.max')
  t.match(mutant, { classname: 'cgroup/small', file: 'labs/2-cgroup/2-small.yaml', line: '12' })
  t.match(
    mutant?.in[0]?.text,
    /^every check still passes.*\n- echo 67108864 .*\n\+ echo <&> .*\nshell\/1 .*\nunboxed judge \/cache/,
  )
})

t.test('JSON: one document with the figures and every case', async t => {
  const { format, labs, interrupted } = JSON.parse(await written('json', 'open'))
  t.equal(format, 1)
  t.equal(interrupted, false)
  t.match(labs[1], {
    id: 'cgroup/small',
    outcome: 'error',
    figures: { mutant: { shown: 1, all: 3 }, pristine: { shown: 0, all: 1 }, wrong: { shown: 0, all: 0 } },
  })
  t.equal(labs[1].cases.length, 7)
})

t.test('what cannot be found out is no failure, and no success', async t => {
  const [proven, open] = proofs.open.labs
  t.equal(proofOutcome(proven), 'pass')
  t.equal(proofOutcome(open), 'error')
  t.equal(proofOutcome({ cases: [] }), 'error')
  t.same(tally(open, 'mutant'), { shown: 1, all: 3 })
  const failed = { cases: open.cases.filter(({ outcome }) => outcome !== 'error') }
  t.equal(exitCode({ outcomes: [proofOutcome(proven), proofOutcome(failed)] }), 1)
  t.equal(exitCode({ outcomes: [proofOutcome(proven), proofOutcome(open)] }), 3)
})
