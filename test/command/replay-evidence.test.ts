import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { readEvidence } from '../../src/command/read-evidence.ts'
import { replayEvidence } from '../../src/command/replay-evidence.ts'
import type { Problem } from '../../src/problem.ts'

const kept = await readEvidence(
  join(import.meta.dirname, '../fixtures/evidence/format-1/namespace.pid.evidence.json'),
)
const other = { ...kept, evidence: { ...kept.evidence, startedAt: '2027-01-01T00:00:00.000Z' } }
const ended = { kind: 'error', code: 'not-judged', message: 'it broke down' } as const
const broken = { ...kept, evidence: { ...kept.evidence, ended } }

const keeping = (t: { testdir(): string }) => {
  const folder = t.testdir()
  const problems: Problem[] = []
  const keep = replayEvidence(folder, problem => problems.push(problem))
  return { keep, problems, text: () => readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'utf8') }
}

t.test('the same evidence is kept twice without a word', async t => {
  const { keep, problems, text } = keeping(t)
  await keep(kept)
  const first = text()
  await keep(kept)
  t.equal(text(), first)
  t.same(problems, [])
})

t.test('other evidence of the same attempt is not replaced, and that is told', async t => {
  const { keep, problems, text } = keeping(t)
  await keep(kept)
  const first = text()
  await keep(other)
  t.equal(text(), first)
  t.match(problems, [{ code: 'evidence-exists', kind: 'usage' }])
})

t.test('that of an attempt that broke down is replaced', async t => {
  const { keep, problems, text } = keeping(t)
  await keep(broken)
  await keep(other)
  t.match(text(), /2027-01-01/)
  t.same(problems, [])
})

t.test('nothing is written without a folder, and what cannot be written is an error', async t => {
  await replayEvidence(undefined, () => t.fail('nothing to tell'))(kept)
  await t.rejects(replayEvidence('/proc/nosuch', () => undefined)(kept), { code: 'evidence-unwritable' })
})
