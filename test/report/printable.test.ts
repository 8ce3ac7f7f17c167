import t from 'tap'
import type { RunEvent } from '../../src/attempt/event.ts'
import type { LabProblem } from '../../src/lab/problem.ts'
import { unsafe } from '../../src/printable.ts'
import { problemsOf } from '../../src/problem.ts'
import { renderLabProblems, renderProblem } from '../../src/report/problem.ts'
import { proofReporters, type ReporterName, reporters } from '../../src/report/registry.ts'
import { leakWords } from '../../src/report/wording.ts'
import { proofs } from './sample-proof.ts'
import { runs } from './sample-run.ts'
import { poison, spoiled } from './spoil.ts'
import { written } from './write.ts'

/** Whatever a lab, a program, the kernel or a machine puts into an event. */
const fromOutside =
  /^(title|about|claims|reads|vars|text|task|line|shell|message|remedy|why|subject|asked|expected|observed|source|excerpt|description|release|node|controllers|what|machine|seed|detail|task|file|manual)$/

/** Records of CSV end with a carriage return and a newline (RFC 4180), which a terminal takes for a newline. */
const unsafeIn = (text: string) => text.replaceAll('\r\n', '\n').search(unsafe)

t.test('nothing that a terminal obeys comes out of a reporter', async t => {
  for (const name of Object.keys(reporters) as ReporterName[])
    for (const [run, events] of Object.entries(runs)) {
      const hostile = events().map(event => (event.type === 'sample' ? event : spoiled(event, fromOutside)))
      for (const style of [{}, { verbose: true }]) {
        const text = await written(name, hostile, style)
        t.equal(unsafeIn(text), -1, `${name}: ${run}`)
        t.ok(text.includes('202e'), `${name}: ${run}: and yet it is seen`)
      }
    }
})

t.test('output and host names are no exception, wherever they are cut', async t => {
  for (const name of Object.keys(reporters) as ReporterName[]) {
    const events = runs.passing().flatMap((event): RunEvent[] => {
      if (event.type === 'output') return [...event.text, ...poison].map(text => ({ ...event, text }))
      if (event.type === 'sample') return [spoiled(event, /^text$/)]
      return [event]
    })
    t.equal(unsafeIn(await written(name, events)), -1, name)
  }
})

t.test('nor out of a report on a proof', async t => {
  for (const [name, open] of Object.entries(proofReporters)) {
    const format = await open()
    for (const [what, proof] of Object.entries(proofs)) {
      const hostile = spoiled(proof, /^(name|message|remedy|said|diff|evidence|file|title|id|machine|seed)$/)
      const text = format(hostile, { colour: false, columns: 100, verbose: true })
      t.equal(text.search(unsafe), -1, `${name}: ${what}`)
    }
  }
})

t.test('nor out of a problem, its causes and its remedy', async t => {
  const problem = problemsOf('machine', { broken: (_: object) => ({ what: poison, remedy: `a\n${poison}` }) })
  const cause = new Error(poison, { cause: new Error(`${poison}!`) })
  t.equal(renderProblem(problem('broken', {}, cause), { colour: false, columns: 60 }).search(unsafe), -1)
  const inLab: LabProblem = {
    code: 'syntax',
    at: { file: poison, line: 1, column: 1 },
    length: 1,
    message: poison,
    remedy: poison,
    sourceLine: { text: 'a', start: 0 },
  } as unknown as LabProblem
  t.equal(renderLabProblems([inLab], { colour: false }).search(unsafe), -1)
  t.equal(leakWords([{ kind: 'file', what: poison }]).search(unsafe), -1)
})
