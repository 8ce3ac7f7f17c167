import type { HandLook, HandProcess } from '../../evidence/hand.ts'
import type { Reading } from '../../evidence/reading.ts'
import { bindSource, sourceName } from '../../kernel/source.ts'
import { sourcesOf } from '../../plan/check-sources.ts'
import type { BoundSource } from '../../protocol/message.ts'
import { bindAt, bindTo, type HandGround } from '../../resolve/bind.ts'
import type { Wanted } from '../../resolve/resolver.ts'
import { bindingPlan } from '../../subject/subject.ts'
import { isDoubtful } from '../../verdict/read-fact.ts'
import type { Session } from '../session.ts'
import { type Contradictions, contradictionsIn, onlyLasting } from './contradictions.ts'
import type { Walk } from './machine-memory.ts'
import { type BoundFact, isSeenOutside, isToldOutside, readOutside } from './read-outside.ts'

/** After so many looks, what the two sides do not agree on is left open: whoever works at the machine changes it all the time. */
const mostLooks = 3

/** Reads what is wanted, of every process that a subject could be found by. */
export async function lookByHand(
  wanted: readonly Wanted[],
  processes: readonly HandProcess[],
  ground: HandGround,
  session: Pick<Session, 'look' | 'now' | 'memory'>,
): Promise<HandLook> {
  const isSeen = wanted.some(({ judged }) => isSeenOutside(sourcesOf(judged)))
  const memory = isSeen ? session.memory : undefined
  const denied: Contradictions[] = []
  for (let left = mostLooks; ; left--) {
    const before = await memory?.walk('still')
    const { sources, facts } = whatToRead(wanted, ground, memory?.alone ? before : undefined)
    const readings = await readAll(sources, session)
    const look = { at: session.now(), processes, readings }
    if (!memory || !before) return look
    const outside = readOutside(facts, before, await memory.walk('still'))
    const sample = { ...look, outside, moment: 'during', bindings: {} } as const
    if (!facts.some(({ fact, binding }) => isDoubtful(fact, binding, sample))) return { ...look, outside }
    const contradictions = contradictionsIn(facts, sample)
    if (left === 1) return { ...look, outside: onlyLasting(outside, contradictions, denied) }
    denied.push(contradictions)
    memory.repeats()
  }
}

/** The sources of facts, without those that are told `outside` already. */
function whatToRead(
  wanted: readonly Wanted[],
  ground: HandGround,
  outside: Walk | undefined,
): { readonly sources: ReadonlyMap<string, BoundSource>; readonly facts: readonly BoundFact[] } {
  const sources = new Map<string, BoundSource>()
  const facts: BoundFact[] = []
  const subjects = wanted.flatMap(({ judged, processes }) =>
    sourcesOf(judged).map(each => ({ ...each, processes })),
  )
  for (const { subject, sources: unbound, facts: known, processes: able } of subjects) {
    const { process } = bindingPlan(subject)
    const bindings =
      process === undefined || process === 'machine'
        ? [bindAt(subject, { at: 0, processes: [], readings: [] }, new Map(), ground)]
        : able.map(each => bindTo(subject, each, ground))
    for (const binding of bindings) {
      if ('missing' in binding || 'refused' in binding) continue
      const bound = known.map(fact => ({ fact, binding }))
      facts.push(...bound)
      if (outside && bound.length > 0 && bound.every(each => isToldOutside(each, outside))) continue
      for (const source of unbound) {
        const found = bindSource(source, binding)
        if (found) sources.set(sourceName(found), found)
      }
    }
  }
  return { sources, facts }
}

async function readAll(
  sources: ReadonlyMap<string, BoundSource>,
  { look }: Pick<Session, 'look'>,
): Promise<Reading[]> {
  const found = await look([...sources.values()])
  return [...sources.keys()].flatMap((source, index): Reading[] => {
    const look = found[index]
    return look ? [{ source, ...look }] : []
  })
}
