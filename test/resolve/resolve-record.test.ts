import t from 'tap'
import type { HandCommand, HandLook, HandProcess, HandRecord } from '../../src/evidence/hand.ts'
import type { Lab } from '../../src/lab/lab.ts'
import { resolveRecord } from '../../src/resolve/resolve-record.ts'
import { judgeLab } from '../../src/verdict/judge.ts'
import { labOf } from '../attempt/actor/hand/by-hand.ts'
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

t.test('a process that somebody marked is meant, and no other', async t => {
  const [, first, , latest] = inTheEnd('decoys', inGroup)
  const marking = (pid: number | undefined) => (hand: HandRecord) => {
    const look = hand.looks.findLast(({ processes }) => processes.some(each => each.pid === pid))
    const start = look?.processes.find(each => each.pid === pid)?.start
    if (!look || pid === undefined || start === undefined) throw new Error('it exists')
    return live({ ...hand, marks: [{ name: 'box', pid, start, at: look.at - 1 }] })
  }
  t.match(outcomes('decoys', marking(first)), { 'score/1': 'fail' }, 'it lacks the score')
  t.match(outcomes('decoys', marking(latest)), { 'score/1': 'pass' })
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

t.test('one of several commands is the one that the step asks for', async t => {
  t.same(outcomes('commands'), { 'say/1': 'pass', 'say/2': 'pass', 'grow/1': 'pass' })
  const twice = (hand: HandRecord) => ({
    ...hand,
    commands: hand.commands.filter(({ line }) => !line.includes('right')),
  })
  t.match(outcomes('commands', twice), { 'say/1': 'fail', 'say/2': 'fail' })
})

t.test('the first of many commands is found', async t => {
  const many = (hand: HandRecord): HandRecord => {
    const ls = hand.commands.find(({ line }) => line === 'ls /') as HandCommand
    const more = Array.from({ length: 40 }, () => ls)
    return { ...hand, commands: hand.commands.flatMap(each => (each === ls ? more : [each])) }
  }
  t.match(outcomes('commands', many), { 'say/1': 'pass', 'say/2': 'pass' })
})

t.test('what is neither kept of a command nor between two is not taken for shown', async t => {
  const cut = (hand: HandRecord): HandRecord => ({
    ...hand,
    commands: hand.commands.map(each =>
      each.line.includes('right') ? { ...each, output: '', cut: { at: 0, bytes: 6, lines: 1 } } : each,
    ),
  })
  t.match(outcomes('commands', cut), { 'say/2': 'error' })
})

t.test('a step is opened again once its process has ended, and done again by another', async t => {
  t.same(outcomes('again'), { 'box/1': 'pass', 'score/1': 'pass', 'gone/1': 'pass' })
  t.same(outcomes('again', live), { 'box/1': 'pass', 'score/1': 'pass', 'gone/1': 'pass' })
  const [second] = [...new Set(processesOf('again').map(({ pid }) => pid))].slice(-1)
  const once = without(({ pid }) => pid === second)
  t.same(
    outcomes('again', hand => live(once(hand))),
    {
      'box/1': 'fail',
      'score/1': 'error',
      'gone/1': 'skipped',
    },
  )
})

t.test('a PID that is used again is another process', async t => {
  const [first, second] = [...new Set(processesOf('again').map(({ pid }) => pid))]
  t.ok(first && second)
  const { lab, evidence } = recordedHand('again')
  const { hand } = evidence
  if (!hand) throw new Error('it has a record')
  const reused = JSON.parse(
    JSON.stringify(live(hand)).replaceAll(String(second), String(first)),
  ) as HandRecord
  const steps = resolveRecord(lab, evidence.machine, reused)
  t.same(
    judgeLab(lab, { ...evidence, steps }).map(({ outcome }) => outcome),
    ['pass', 'pass', 'pass'],
  )
})

t.test('a process that has ended was there once', async t => {
  t.same(outcomes('moments'), { 'brief/1': 'pass', 'brief/2': 'pass', 'held/1': 'pass' })
  t.same(outcomes('moments', live), { 'brief/1': 'pass', 'brief/2': 'pass', 'held/1': 'pass' })
  const unseen = without(({ login }) => login !== true)
  t.match(outcomes('moments', unseen), { 'brief/1': 'fail', 'brief/2': 'fail' })
})

t.test('what must hold is watched for that long', async t => {
  const until =
    (ms: number) =>
    (hand: HandRecord): HandRecord => {
      const start = hand.closed?.[0]?.at ?? 0
      const held = hand.commands.at(-1)?.endedAt ?? 0
      return {
        ...hand,
        looks: hand.looks.filter(({ at }) => at < start || at < held + ms),
      }
    }
  t.match(outcomes('moments', until(1_000)), { 'held/1': /fail|error/ })
  t.match(outcomes('moments', until(60_000)), { 'held/1': 'pass' })
})

t.test('a corrected lab is judged by the same record', async t => {
  const corrected = labOf([
    { id: 'box', as: 'box', expect: [{ process: 'box', namespaces: { uts: 'own' } }] },
    { id: 'score', expect: [{ process: 'box', oom_score_adj: 2 }] },
  ])
  t.same(outcomes('decoys', undefined, corrected), { 'box/1': 'pass', 'score/1': 'pass' })
  const unread = labOf([
    { id: 'box', as: 'box', expect: [{ cgroup: 'group', 'pids.max': 7 }] },
    { id: 'score', expect: [{ process: 'box', oom_score_adj: 2 }] },
  ])
  t.match(outcomes('decoys', undefined, unread), { 'box/1': 'error' })
})

const processesOf = (name: HandAttemptName): HandProcess[] =>
  (recordedHand(name).evidence.hand?.looks ?? []).flatMap(({ processes }) =>
    processes.filter(({ login }) => login !== true),
  )
