import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { RunEvent } from '../../src/attempt/event.ts'
import { keepEvidence, mustBeUnkept } from '../../src/command/evidence-store.ts'
import type { Kept } from '../../src/evidence/codec.ts'
import type { Lab } from '../../src/lab/lab.ts'
import type { Verdict } from '../../src/verdict/verdict.ts'
import { attempted, judged } from './attempted.ts'

/** Verdicts of each attempt. */
function verdictsBy(events: readonly RunEvent[]) {
  const attempts: Record<string, Verdict[]> = {}
  for (const event of events)
    if (event.type === 'verdict')
      attempts[event.attempt] = [...(attempts[event.attempt] ?? []), event.verdict]
  return attempts
}

t.test('evidence of many attempts at several labs is kept side by side and judged alike', async t => {
  const folder = join(t.testdir(), 'made', 'when', 'needed')
  const names = ['failing', 'overrun', 'passing', 'refused', 'unmet']
  const { events, kept } = await attempted(names.toReversed(), 11)
  await Promise.all(kept.map(each => keepEvidence(folder, each)))
  t.equal(readdirSync(folder).length, 55)
  t.ok(readdirSync(folder).includes('recording.failing~recorded~11.evidence.json'))
  const again = await judged(folder)
  t.same(verdictsBy(again), verdictsBy(events))
  t.match(again[0], {
    type: 'run-start',
    attempts: Object.fromEntries(names.map(name => [`recording/${name}`, 11])),
    seed: 'recorded',
    machine: /^evidence from QEMU/,
    labs: names.map(name => ({ id: `recording/${name}` })),
  })
  const ids = again.flatMap(event => (event.type === 'attempt-start' ? [event.attempt.id] : []))
  t.same(
    ids.slice(0, 11),
    Array.from({ length: 11 }, (_, index) => `recording/failing~recorded~${index + 1}`),
    'the tenth comes after the ninth',
  )
})

t.test('an attempt is reported from its evidence as it was when it was made', async t => {
  for (const name of ['passing', 'failing', 'typed', 'watched', 'leaking']) {
    const folder = t.testdir()
    const { events, kept } = await attempted([name])
    await Promise.all(kept.map(each => keepEvidence(folder, each)))
    t.same(reported(await judged(folder)), reported(events), name)
  }
})

/** Events without how long a thing took, and output in one piece for each step: when it came is not kept. */
function reported(events: readonly RunEvent[]) {
  const outputs: Record<string, string> = {}
  const others = events.flatMap(event => {
    if (event.type === 'output')
      outputs[`${event.step} ${event.stream}`] = (outputs[`${event.step} ${event.stream}`] ?? '') + event.text
    return event.type === 'output' || !('attempt' in event) ? [] : [{ ...event, ms: undefined }]
  })
  return { outputs, others }
}

t.test('a file is written whole, and never replaces what another run has kept', async t => {
  const folder = t.testdir()
  const [kept] = (await attempted(['tiny'])).kept as [Kept<Lab>]
  const name = 'recording.tiny~recorded~1.evidence.json'
  const file = join(folder, name)
  await keepEvidence(folder, kept)
  t.same(readdirSync(folder), [name])
  t.match(JSON.parse(readFileSync(file, 'utf8')), {
    evidence: { attempt: { id: 'recording/tiny~recorded~1' } },
  })
  writeFileSync(file, 'of another run')
  await t.rejects(keepEvidence(folder, kept), {
    kind: 'usage',
    code: 'evidence-exists',
    message: `${file} already contains evidence of the attempt recording/tiny~recorded~1, and it is not overwritten`,
  })
  t.equal(readFileSync(file, 'utf8'), 'of another run')
  t.same(readdirSync(folder), [name], 'nothing else is left')
})

t.test('of two runs that keep the same attempt at once, one is told', async t => {
  const folder = t.testdir()
  const [kept] = (await attempted(['tiny'])).kept as [Kept<Lab>]
  const ends = await Promise.allSettled(Array.from({ length: 8 }, () => keepEvidence(folder, kept)))
  t.equal(ends.filter(({ status }) => status === 'fulfilled').length, 1)
  t.equal(readdirSync(folder).length, 1)
  t.equal((await judged(folder)).at(-1)?.type, 'run-end')
})

t.test('a run is refused before it begins where its evidence would replace some', async t => {
  const folder = t.testdir()
  const kept = (await attempted(['tiny'], 3)).kept
  const lab = kept[0]?.lab as Lab
  await mustBeUnkept(join(folder, 'not', 'there'), [lab], 9)
  const third = kept.find(({ evidence }) => evidence.attempt.number === 3) as Kept<Lab>
  await keepEvidence(folder, third)
  await mustBeUnkept(folder, [lab], 2)
  await mustBeUnkept(folder, [{ ...lab, seed: 'other' }], 3)
  await t.rejects(mustBeUnkept(folder, [lab], 3), { kind: 'usage', code: 'evidence-exists' })
})

t.test('evidence that cannot be written is an error of the machine, and the file is named', async t => {
  const folder = t.testdir({ 'not-a-folder': '' })
  const [kept] = (await attempted(['tiny'])).kept as [Kept<Lab>]
  await t.rejects(keepEvidence(join(folder, 'not-a-folder'), kept), {
    kind: 'machine',
    code: 'evidence-unwritable',
    message: /recording\.tiny~recorded~1\.evidence\.json: .*not-a-folder is not a folder$/,
  })
})

t.test('evidence of the last release is judged', async t => {
  const events = await judged('test/fixtures/evidence/format-1')
  t.same(
    events.flatMap(event => (event.type === 'attempt-start' ? [event.attempt] : [])),
    ['cgroup/memory-max', 'namespace/pid', 'namespace/uts'].map(lab => ({
      id: `${lab}~demo~1`,
      lab,
      seed: 'demo',
      number: 1,
    })),
  )
  for (const [id, verdicts] of Object.entries(verdictsBy(events)))
    t.ok(verdicts.length > 3 && verdicts.every(({ outcome }) => outcome === 'pass'), id)
})
