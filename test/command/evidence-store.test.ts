import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { RunEvent } from '../../src/attempt/event.ts'
import { rejudge } from '../../src/attempt/rejudge.ts'
import { runAttempts } from '../../src/attempt/run-attempts.ts'
import { keepEvidence, openEvidence } from '../../src/command/evidence-store.ts'
import { encodeKept, type Kept } from '../../src/evidence/codec.ts'
import type { Lab } from '../../src/lab/lab.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import type { Verdict } from '../../src/verdict/verdict.ts'
import { playedMachine } from '../attempt/recorded/play.ts'
import { type Recording, readRecording, recordedLab, repeatable } from '../attempt/recorded/recording.ts'
import { virtualTime } from '../attempt/recorded/virtual-time.ts'

/** Attempts recorded labs, and gives what was reported and what is to be kept, in the order in which they ended. */
async function attempted(names: readonly string[], repeat = 1) {
  const time = virtualTime()
  const machine = playedMachine(names.map(readRecording) as [Recording, ...Recording[]], time, { jobs: 2 })
  const labs = names.map(recordedLab)
  const events: RunEvent[] = []
  const kept: Kept<Lab>[] = []
  await time.run(
    runAttempts(
      labs,
      machine,
      repeatable(time),
      event => {
        events.push(event)
        const lab = labs.find(({ id }) => event.type === 'attempt-end' && id === event.evidence.attempt.lab)
        if (event.type === 'attempt-end' && lab) kept.push({ lab, evidence: event.evidence })
      },
      { seed: 'recorded', repeat, jobs: 2, signal: new AbortController().signal },
    ),
  )
  return { events, kept }
}

async function judged(folder: string): Promise<RunEvent[]> {
  const { summary, attempts } = await openEvidence(folder)
  const events: RunEvent[] = []
  await rejudge(summary, attempts(), nodeRuntime, event => events.push(event))
  return events
}

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

t.test('a file is written whole, and replaces an older one', async t => {
  const folder = t.testdir()
  const [kept] = (await attempted(['tiny'])).kept as [Kept<Lab>]
  const file = join(folder, 'recording.tiny~recorded~1.evidence.json')
  writeFileSync(file, 'older')
  await keepEvidence(folder, kept)
  t.same(readdirSync(folder), ['recording.tiny~recorded~1.evidence.json'])
  t.match(JSON.parse(readFileSync(file, 'utf8')), {
    evidence: { attempt: { id: 'recording/tiny~recorded~1' } },
  })
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

t.test('a folder in which one attempt is kept twice is refused', async t => {
  const folder = t.testdir()
  const [kept] = (await attempted(['tiny'])).kept as [Kept<Lab>]
  for (const name of ['a', 'b']) writeFileSync(join(folder, `${name}.evidence.json`), encodeKept(kept))
  await t.rejects(openEvidence(folder), {
    kind: 'usage',
    code: 'evidence-twice',
    message: /b\.evidence.*a\.evidence/,
  })
})

t.test('a folder without evidence is refused', async t => {
  const folder = t.testdir({ empty: {}, other: { 'README.md': 'no evidence', 'x.evidence.json.part': '{' } })
  for (const name of ['empty', 'other', 'missing', 'other/README.md'])
    await t.rejects(openEvidence(join(folder, name)), {
      kind: 'usage',
      code: 'evidence-none',
      message: `${join(folder, name)} contains no evidence`,
    })
})

t.test('a folder with a file that is no evidence of ours is refused, and the file is named', async t => {
  const [kept] = (await attempted(['tiny'])).kept as [Kept<Lab>]
  const folder = t.testdir()
  await keepEvidence(folder, kept)
  const whole = readFileSync(join(folder, 'recording.tiny~recorded~1.evidence.json'), 'utf8')
  const { lab, evidence } = JSON.parse(whole)
  const texts: Record<string, [text: string, why: RegExp]> = {
    truncated: [whole.slice(0, whole.length / 2), /JSON|Unterminated/],
    empty: ['', /JSON/],
    null: ['null', /its format is missing/],
    list: ['[]', /its format is missing/],
    'not-json': ['PK\u0003\u0004', /JSON/],
    foreign: ['{"name": "unboxed", "version": "0.1.0"}', /its format is missing/],
    older: [whole.replace('"format": 2', '"format": 0'), /its format is 0; this version reads 1 and 2/],
    newer: [whole.replace('"format": 2', '"format": 3'), /its format is 3; this version reads 1 and 2/],
    'no-lab': [JSON.stringify({ evidence }), /it contains no lab/],
    'no-attempt': [JSON.stringify({ lab, evidence: { format: 2 } }), /it contains no attempt/],
    'no-machine': [
      JSON.stringify({ lab, evidence: { ...evidence, machine: null } }),
      /it contains no attempt/,
    ],
    'format-1-without-id': [
      JSON.stringify({ lab, evidence: { ...evidence, format: 1 } }),
      /it contains no attempt/,
    ],
  }
  for (const [name, [text, why]] of Object.entries(texts)) {
    const file = join(folder, name, `${name}.evidence.json`)
    mkdirSync(join(folder, name))
    await keepEvidence(join(folder, name), kept)
    writeFileSync(file, text)
    const error = await openEvidence(join(folder, name)).catch(error => error)
    t.match(error, { name: 'Problem', kind: 'usage', code: 'evidence-unreadable', message: why }, name)
    t.ok(error.message.startsWith(`${file} is not evidence that this version can read: `), error.message)
  }
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
