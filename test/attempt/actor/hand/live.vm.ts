import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type LearnersDesk, learner } from '../../../../src/attempt/actor/hand/learner.ts'
import { labDigest } from '../../../../src/attempt/attempt.ts'
import { labId } from '../../../../src/command/find-labs.ts'
import { parseLab } from '../../../../src/lab/parse-lab.ts'
import { openVm } from '../../../../src/machine/vm/vm.ts'
import { vmGround } from '../../../../src/plan/ground.ts'
import { namedProcesses } from '../../../../src/resolve/resolve-record.ts'
import { nodeRuntime } from '../../../../src/runtime/node.ts'
import { withPids } from '../../../../src/submission/pid-name.ts'
import { referenceSubmission } from '../../../../src/submission/reference.ts'
import type { Submission } from '../../../../src/submission/submission.ts'
import { encodeAttemptFile } from '../../../../src/submission/write-attempt-file.ts'
import { eventsOf, unboxed } from '../../../command/unboxed.ts'
import { useOwnCache } from '../../../machine/vm/own-cache.ts'
import { vmSettings } from '../../../machine/vm/settings.ts'
import { attempted, type ByHand } from './by-hand.ts'

t.setTimeout(900_000)
await useOwnCache(t)
const vm = await openVm(vmSettings(t))
t.teardown(() => vm.close())
const folder = t.testdir()

/** Types every line of a step at once, as somebody who pastes, and goes on when the step is done. Answers with the PID of `box`. */
const pasting = (submission: Submission) =>
  learner({
    size: { rows: 40, columns: 120 },
    term: 'xterm',
    work: async (desk: LearnersDesk) => {
      for (const { id, lines } of submission.steps) {
        for (const { terminal = 1, text } of lines) {
          const keys = withPids(text, new Map([['box', boxOf(desk)]]))
          ;(await desk.terminal(terminal)).press(`${keys.replaceAll('\n', '\r')}\r`)
        }
        const isDone = await Promise.race([desk.done(id).then(() => true), later(30_000)])
        if (!isDone) return
        desk.answer(id, String(boxOf(desk)))
      }
    },
  })

const boxOf = ({ resolver }: LearnersDesk) => resolver.process('box')?.pid ?? 0

const later = (ms: number) => new Promise<false>(resolve => setTimeout(() => resolve(false), ms).unref())

const course = join(import.meta.dirname, '../../../../labs')
const labs = readdirSync(course, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.yaml'))
  .sort()
  .map(name => {
    const source = { file: `labs/${name}`, id: labId(name), seed: 'live' }
    const read = parseLab(readFileSync(join(course, name), 'utf8'), source, nodeRuntime)
    if ('problems' in read) throw new Error(name)
    return read.lab
  })

const live = new Map<string, ByHand>()
for (const lab of labs)
  t.test(`${lab.id} is done live, by somebody who pastes its lines`, async t => {
    const made = await attempted(lab, pasting(referenceSubmission(lab, vmGround)), vm)
    live.set(lab.id, made)
    const checks = Object.entries(made.outcomes).filter(([id]) => !id.endsWith('/answer'))
    for (const [id, outcome] of Object.entries(made.outcomes))
      t.equal(
        outcome,
        'pass',
        `${id}: ${JSON.stringify(made.verdicts.find(({ check }) => check === id)?.facts)}`,
      )
    t.same(made.again, made.outcomes, 'its evidence alone says the same')
    const { evidence } = made
    const { hand } = evidence
    if (!hand) throw new Error('it has a record')
    writeFileSync(
      join(folder, `${lab.id.replace('/', '-')}.json`),
      encodeAttemptFile({
        lab,
        digest: labDigest(lab, nodeRuntime.digest),
        learner: 'ada',
        startedAt: evidence.startedAt,
        began: hand.looks[0]?.at ?? 0,
        record: hand,
        names: namedProcesses(lab, evidence.machine, hand),
        done: evidence.steps.map(({ id }) => id),
        seen: Object.fromEntries(checks),
      }),
    )
  })

t.test('replayed, every one of them is judged the same', async t => {
  const run = await unboxed(['replay', folder, '--reporter', 'jsonl'])
  t.comment(run.stderr)
  t.equal(run.code, 0)
  const events = eventsOf(run)
  for (const { id } of labs) {
    const verdicts = events.flatMap(event =>
      event.type === 'verdict' && event.verdict.lab === id ? [event.verdict] : [],
    )
    const seen = Object.entries(live.get(id)?.outcomes ?? {}).filter(([check]) => !check.endsWith('/answer'))
    t.same(
      Object.fromEntries(verdicts.map(({ check, outcome }) => [check, outcome])),
      Object.fromEntries(seen),
      id,
    )
  }
})
