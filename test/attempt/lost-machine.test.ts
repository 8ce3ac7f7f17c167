import t, { type Test } from 'tap'
import type { Trouble } from './recorded/play.ts'
import { playLab } from './recorded/play-lab.ts'
import { lineText, readRecording } from './recorded/recording.ts'
import { disturbances } from './recorded/undisturbed.ts'

const names = ['passing', 'failing', 'overrun', 'typed', 'watched', 'leaking', 'refused', 'short-lived']

for (const name of names) {
  t.test(`${name}: a machine lost at any line is an error of the machine`, async t => {
    // Either the channel ends first, or the machine says first that it is lost.
    await trouble(t, name, ['played-lost'], cutAt => ({ cutAt, lostAfter: cutAt % 2 ? 500 : -500 }))
  })
  t.test(`${name}: a machine that falls silent at any line is an error of the machine`, async t => {
    const { lines } = readRecording(name)
    const hello = lines.findIndex(line => 'received' in line)
    await trouble(
      t,
      name,
      ['no-answer', 'agent-silent'],
      silentAt => ({ silentAt }),
      (line, ms) => {
        if (line <= hello) return undefined // nobody listens yet whether it is alive
        const last = lines.slice(0, line).findLast(line => 'at' in line)
        return last && 'at' in last && ms > last.at + 10_000
          ? `it took ${ms - last.at} ms to notice`
          : undefined
      },
    )
  })
}

/** What an agent would never say, with the code of the problem that it is; `answers`: only where one is awaited. */
const forgeries: Record<
  string,
  { readonly code: string; readonly answers?: true; readonly texts: () => Iterable<string> }
> = {
  'an answer that is none': { code: 'malformed', answers: true, texts: answersTo(() => 'dance') },
  'an answer without its members': { code: 'malformed', answers: true, texts: answersTo(() => ({})) },
  'a list that is none': {
    code: 'malformed',
    answers: true,
    texts: answersTo(() => ({ at: 1, looks: 3, processes: 3, removed: 3, chain: 3, pid: 'x' })),
  },
  'an event that is none': { code: 'malformed', texts: () => ['{"event":"dance"}'] },
  'an end without members': { code: 'malformed', texts: () => ['{"event":"exit","key":"run-1"}'] },
  'a line that is too long': {
    code: 'line-too-long',
    texts: () => [`{"id":1,"ok":"${'x'.repeat(17 << 20)}"}`],
  },
  'endless noise': { code: 'noise', texts: () => Array(20).fill('x'.repeat(1 << 20)) },
  'endless output of nobody': {
    code: 'noise',
    texts: () => Array(20).fill(JSON.stringify(outputOf('nobody'))),
  },
}

const outputOf = (key: string) => ({ event: 'output', key, stream: 'stdout', text: 'x'.repeat(1 << 20) })

/** Answers to whatever may have been asked. */
function answersTo(ok: () => unknown) {
  return () => Array.from({ length: 60 }, (_, index) => JSON.stringify({ id: index + 1, ok: ok() }))
}

for (const [what, { code, answers, texts }] of Object.entries(forgeries))
  t.test(`${what} is an error of the machine, and nobody’s wrong answer`, async t => {
    // What is long takes long, so only the shortest recording is disturbed with it.
    const name = code === 'malformed' ? 'typed' : 'tiny'
    const whole = await playLab(name)
    const wrong: string[] = []
    const isOf = (text: string) => text.startsWith(answers ? '{"id":' : '{')
    const [, ...lines] = [...readRecording(name).lines.entries()].filter(
      ([, line]) => 'received' in line && isOf(lineText(line)),
    )
    for (const [line] of lines) {
      const result = await playLab(name, { trouble: { forgedAt: { line, texts: texts() } } })
      const { ended } = result.evidence
      if (ended?.kind !== 'error' || ended.code !== code) wrong.push(`line ${line}: ended by ${ended?.code}`)
      wrong.push(...disturbances(result, whole, `line ${line}`))
    }
    t.same(wrong, [])
    t.ok(lines.length > 3)
  })

t.test('more output than the agent may keep is an error of the machine', async t => {
  for (const [name, key] of [
    ['passing', 'run-2'],
    ['typed', 'box-1'],
  ] as const) {
    const { lines } = readRecording(name)
    const line = lines.findIndex(
      each => 'received' in each && JSON.stringify(each).includes(`"key":"${key}"`),
    )
    t.ok(line > 0, `${name} has output of ${key}`)
    const texts = Array(6).fill(JSON.stringify(outputOf(key)))
    const { evidence, verdicts } = await playLab(name, { trouble: { forgedAt: { line, texts } } })
    t.match(evidence.ended, { kind: 'error', code: 'too-much-output' }, name)
    t.ok(
      verdicts.every(({ outcome }) => outcome !== 'fail'),
      'no check fails',
    )
    t.ok(JSON.stringify(evidence).length < 4 << 20, 'and what is kept is bounded')
  }
})

t.test('a channel that ends though the machine never says why is the reason itself', async t => {
  await trouble(t, 'failing', ['channel-lost'], cutAt => ({ cutAt }))
})

/** Plays a recording once for each of its lines, with something that happens there and ends the attempt with one of these codes. */
async function trouble(
  t: Test,
  name: string,
  expected: readonly string[],
  at: (line: number) => Trouble,
  wrongTime: (line: number, ms: number) => string | undefined = () => undefined,
): Promise<void> {
  const whole = await playLab(name)
  const wrong: string[] = []
  for (const line of readRecording(name).lines.keys()) {
    const result = await playLab(name, { trouble: at(line) })
    const { ended } = result.evidence
    // A refusal before it stays the reason: explained, or in the kernel's own words where nobody could look around any more.
    const refusal = whole.evidence.ended
    const codes = [...expected, ...(refusal ? [refusal.code, refusal.call?.errno] : [])]
    if (ended?.kind !== 'error' || !codes.includes(ended.code))
      wrong.push(`line ${line}: ended by ${ended?.code}`)
    const end = result.events.at(-1)
    const late = wrongTime(line, end && 'ms' in end ? Number(end.ms) : Number.POSITIVE_INFINITY)
    if (late !== undefined) wrong.push(`line ${line}: ${late}`)
    wrong.push(...disturbances(result, whole, `line ${line}`))
  }
  t.same(wrong, [])
}

t.test('what was judged before the machine was lost stays, and the reason is told for the rest', async t => {
  const cutAt = readRecording('failing').lines.findIndex(line => JSON.stringify(line).includes('run-2'))
  const { verdicts, evidence } = await playLab('failing', { trouble: { cutAt, lostAfter: 0 } })
  t.same(
    verdicts.map(({ check, outcome, reason }) => [check, outcome, reason?.code]),
    [
      ['word/1', 'fail', undefined],
      ['word/2', 'skipped', 'depends-on'],
      ['word/3', 'pass', undefined],
      ['after/1', 'error', 'played-lost'],
    ],
  )
  t.equal(evidence.steps[0]?.output.stdout, 'wrong\n')
})
