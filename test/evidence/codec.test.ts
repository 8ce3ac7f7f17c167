import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { rejudge } from '../../src/attempt/rejudge.ts'
import { decodeKept, encodeKept, type Kept, NotEvidence } from '../../src/evidence/codec.ts'
import { type Evidence, evidenceFormat, longestAnswer } from '../../src/evidence/evidence.ts'
import type { Lab } from '../../src/lab/lab.ts'

const folder = new URL('../fixtures/evidence/format-1/', import.meta.url)
const format1 = readdirSync(folder).map(name => readFileSync(new URL(name, folder), 'utf8'))
const [memoryMax = '', pid = ''] = format1

/** An attempt in which everything occurs that evidence may hold. */
const kept = decodeKept<Lab>(pid)
const refused = { source: '/proc/7/status', errno: 'EACCES', message: 'permission denied' }
const [first, ...others] = kept.evidence.steps as [Evidence['steps'][0], ...Evidence['steps']]
const full: Kept<Lab> = {
  lab: kept.lab,
  evidence: {
    ...kept.evidence,
    attempt: { ...kept.evidence.attempt, learner: 'ada' },
    steps: [
      {
        ...first,
        operations: [{ line: 'true', shell: 'shell', said: 'max\n' }],
        output: {
          stdout: 'first last',
          stderr: '',
          cut: { stdout: { at: 5, bytes: 100, lines: 7 }, stderr: { at: 0, bytes: 1, lines: 0 } },
        },
        exits: { box: { code: null, signal: 'SIGKILL' } },
        answer: '413',
        samples: [
          {
            at: 1,
            moment: 'during',
            bindings: { a: { missing: 'no process', found: 0 }, b: { refused }, c: { pid: 7, path: '/x' } },
            readings: [{ source: '/x', text: '' }, refused],
          },
          ...first.samples.map(sample => ({ ...sample, readings: [{ source: 'ls /proc', text: '1\n2\n' }] })),
        ],
      },
      ...others,
    ],
    leaks: [{ kind: 'mount', what: '/mnt' }],
    ended: { kind: 'error', code: 'x', message: 'x', remedy: 'x', call: { errno: 'EPERM', message: 'x' } },
  },
}
/** The first step alone, so that it can be spoilt a thousand times. */
const small: Kept<Lab> = {
  lab: { ...full.lab, steps: full.lab.steps.slice(0, 1) },
  evidence: { ...full.evidence, steps: full.evidence.steps.slice(0, 1) },
}

t.test('what was encoded is decoded to the same', async t => {
  t.same(decodeKept(encodeKept(full)), full)
})

t.test('format 1 is read as the only attempt at its lab with that seed', async t => {
  for (const text of format1) {
    const { lab, evidence } = JSON.parse(text)
    const decoded = decodeKept<Lab>(text)
    const { id, seed, file, digest } = evidence.lab
    t.same(decoded.evidence, {
      ...evidence,
      format: evidenceFormat,
      attempt: { id: `${id}~${seed}~1`, lab: id, seed, number: 1 },
      lab: { file, digest },
    })
    t.equal(decoded.lab.id, lab.id)
  }
})

t.test('infinity survives', async t => {
  const endless = { ...kept, lab: { ...kept.lab, limit: [Number.POSITIVE_INFINITY, 1] } }
  const text = encodeKept(endless)
  t.notMatch(text, /Infinity|null,\s*1/)
  t.same(decodeKept<typeof endless.lab>(text).lab.limit, [Number.POSITIVE_INFINITY, 1])
})

t.test('what is missing or of the wrong type is named by its place', async t => {
  for (const [place, change] of [
    ['leaks', (it: Draft) => delete it.evidence.leaks],
    ['attempt.lab', (it: Draft) => delete it.evidence.attempt.lab],
    ['attempt.number', (it: Draft) => (it.evidence.attempt.number = '1')],
    ['attempt.number', (it: Draft) => (it.evidence.attempt.number = 0)],
    ['steps[1]', (it: Draft) => (it.evidence.steps[1] = 'step')],
    ['steps[0].output', (it: Draft) => (it.evidence.steps[0].output = [])],
    ['steps[0].output.cut', (it: Draft) => (it.evidence.steps[0].output.cut = 5)],
    ['steps[0].output.cut.stdout.lines', (it: Draft) => delete it.evidence.steps[0].output.cut.stdout.lines],
    ['steps[0].output.cut.stdout.bytes', (it: Draft) => (it.evidence.steps[0].output.cut.stdout.bytes = 0)],
    ['steps[0].output.cut.stdout.at', (it: Draft) => (it.evidence.steps[0].output.cut.stdout.at = 11)],
    ['steps[0].output.cut.stderr.at', (it: Draft) => (it.evidence.steps[0].output.cut.stderr.at = 0.5)],
    ['steps[0].exits.box.code', (it: Draft) => (it.evidence.steps[0].exits.box.code = '0')],
    ['steps[0].answer', (it: Draft) => (it.evidence.steps[0].answer = 413)],
    ['steps[0].answer', (it: Draft) => (it.evidence.steps[0].answer = 'x'.repeat(longestAnswer + 1))],
    ['steps[0].samples[0].moment', (it: Draft) => (it.evidence.steps[0].samples[0].moment = 'now')],
    [
      'steps[0].samples[0].bindings.b',
      (it: Draft) => delete it.evidence.steps[0].samples[0].bindings.b.refused.errno,
    ],
    [
      'steps[0].samples[0].readings[0]',
      (it: Draft) => delete it.evidence.steps[0].samples[0].readings[0].text,
    ],
    ['ended.kind', (it: Draft) => (it.evidence.ended.kind = 'bad luck')],
    ['machine.controllers[0]', (it: Draft) => (it.evidence.machine.controllers[0] = 1)],
    ['steps[0].expect[0].id', (it: Draft) => delete it.lab.steps[0].expect[0].id],
    ['steps[0].question.ask', (it: Draft) => (it.lab.steps[0].question = { id: 'a/answer' })],
  ] as const) {
    const draft: Draft = structuredClone(full)
    change(draft)
    t.throws(
      () => decodeKept(JSON.stringify(draft)),
      { name: 'NotEvidence', message: `\`${place}\` is missing or malformed` } as NotEvidence,
      place,
    )
  }
})

t.test('of format 1, too', async t => {
  const draft: Draft = JSON.parse(memoryMax)
  draft.evidence.lab = null
  t.throws(() => decodeKept(JSON.stringify(draft)), { name: 'NotEvidence', message: /`lab` is missing/ })
})

t.test('a text that is no evidence at all is refused with a sentence', async t => {
  const foreign = ['', '{', 'null', '1', '"x"', '[]', '{}', '{"$number":"infinity"}', '{"evidence":null}']
  for (const text of [
    ...foreign,
    '{"evidence":{"format":2},"lab":null}',
    '{"evidence":{"format":1},"lab":[]}',
  ])
    t.throws(() => decodeKept(text), { name: 'NotEvidence', message: /./ }, text)
})

t.test('whatever is taken out or replaced, evidence is refused or judged', async t => {
  const outcomes = { refused: 0, judged: 0 }
  for (const path of pathsIn(small))
    for (const other of [undefined, null, 7, 'x', [], {}, [null]]) {
      const text = JSON.stringify(withOther(small, path, other))
      try {
        await judgeText(text)
        outcomes.judged++
      } catch (error) {
        if (!(error instanceof NotEvidence)) t.fail(`${path.join('.')} as ${JSON.stringify(other)}: ${error}`)
        outcomes.refused++
      }
    }
  t.ok(outcomes.refused > 500, `${outcomes.refused} refused`)
  t.ok(outcomes.judged > 100, `${outcomes.judged} judged`)
})

// biome-ignore lint/suspicious/noExplicitAny: it is made malformed
type Draft = any

async function judgeText(text: string): Promise<void> {
  const { lab, evidence } = decodeKept<Lab>(text)
  const summary = {
    labs: [lab],
    attempts: { [lab.id]: 1 },
    seed: lab.seed,
    machine: evidence.machine.description,
  }
  await rejudge(summary, [{ lab, evidence }], { now: () => 0 }, () => undefined)
}

type Path = readonly (string | number)[]

/** The path of everything in a value, but for what a check asks for and what nobody reads again. */
function pathsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at]
  const inner = Object.entries(value).flatMap(([key, each]) =>
    isOfChecks([...at, key]) ? [] : pathsIn(each, [...at, key]),
  )
  return at.length === 0 ? inner : [at, ...inner]
}

/** The subjects and facts of a lab, which its own folder knows. */
function isOfChecks(path: Path): boolean {
  return path[0] === 'lab' && path[3] === 'expect' && path.length > 5
}

function withOther<T>(value: T, [key, ...rest]: Path, other: unknown): T {
  const copy = structuredClone(value) as Draft
  const [holder, last] = [rest.slice(0, -1), rest.at(-1)]
  if (key === undefined) return copy
  if (last === undefined) copy[key] = other
  else holder.reduce((at: Draft, each) => at[each], copy[key])[last] = other
  return copy
}
