import t from 'tap'
import type { HandLook, HandProcess, HandRecord } from '../../src/evidence/hand.ts'
import type { Lab } from '../../src/lab/lab.ts'
import { resolveRecord } from '../../src/resolve/resolve-record.ts'
import { judgeLab } from '../../src/verdict/judge.ts'
import { type HandAttemptName, recordedHand } from './attempts.ts'

/** The outcomes of a recorded attempt, after a change to its record or its lab. */
function outcomes(
  name: HandAttemptName,
  change: (hand: HandRecord) => HandRecord = hand => hand,
  other?: Lab,
): Record<string, string> {
  const { lab: own, evidence } = recordedHand(name)
  const lab = other ?? own
  const { machine, hand } = evidence
  if (!hand) throw new Error(`${name} has no record`)
  const steps = resolveRecord(lab, machine, change(hand))
  return Object.fromEntries(
    judgeLab(lab, { ...evidence, steps }).map(({ check, outcome }) => [check, outcome]),
  )
}

/** As if nobody had said when a step ends. */
const live = ({ closed: _, ...hand }: HandRecord): HandRecord => hand

const without = (isGone: (process: HandProcess, look: HandLook) => boolean) => (hand: HandRecord) => ({
  ...hand,
  looks: hand.looks.map(look => ({
    ...look,
    processes: look.processes.filter(process => !isGone(process, look)),
  })),
})

/** Of the processes that are there in the end, the oldest first. */
const inTheEnd = (name: HandAttemptName, select: (process: HandProcess) => boolean = () => true) =>
  (recordedHand(name).evidence.hand?.looks.at(-1)?.processes ?? [])
    .filter(each => each.login !== true && select(each))
    .map(({ pid }) => pid)

const inGroup = ({ cgroup }: HandProcess) => cgroup.endsWith('/group')

t.test('who came later is taken where only they are right', async t => {
  t.same(outcomes('decoys'), { 'box/1': 'pass', 'score/1': 'pass' })
  t.same(outcomes('decoys', live), { 'box/1': 'pass', 'score/1': 'pass' })
  const latest = inTheEnd('decoys').at(-1)
  const earlier = without(({ pid }) => pid === latest)
  t.same(
    outcomes('decoys', earlier),
    { 'box/1': 'pass', 'score/1': 'fail' },
    'those before it lack the score',
  )
})

t.test('decoys are nobody', async t => {
  const [decoy, ...right] = inTheEnd('decoys', inGroup)
  t.ok(decoy)
  t.equal(right.length, 3)
  const only = without(({ pid }) => right.includes(pid))
  t.match(outcomes('decoys', only), { 'box/1': 'fail' })
  t.match(
    outcomes('decoys', hand => live(only(hand))),
    { 'box/1': 'fail' },
  )
})

t.test('names that are compared are found together', async t => {
  t.same(outcomes('pair'), { 'first/1': 'pass', 'second/1': 'pass', 'second/2': 'pass' })
  t.same(outcomes('pair', live), { 'first/1': 'pass', 'second/1': 'pass', 'second/2': 'pass' })
  const [, , shell] = inTheEnd('pair')
  const child = (recordedHand('pair').evidence.hand?.looks.at(-1)?.processes ?? []).find(
    ({ parent }) => parent === shell,
  )
  t.ok(child)
  const childless = without(({ pid }) => pid === child?.pid)
  t.match(outcomes('pair', childless), { 'second/2': 'fail' })
})
