import type { Binding } from '../../evidence/binding.ts'
import type { OutsideReading } from '../../evidence/reading.ts'
import type { Value } from '../../evidence/value.ts'
import type { Fact } from '../../kernel/fact.ts'
import { type OutsideFact, startOfProcess } from '../../kernel/outside-fact.ts'
import { fillNames } from '../../kernel/source.ts'
import { sameValue } from '../../verdict/same-value.ts'
import type { Walk } from './machine-memory.ts'

/** A fact of a subject that was found. */
export interface BoundFact {
  readonly fact: Fact
  readonly binding: Binding
}

/** Whether a walk would show any of these facts. */
export const isSeenOutside = (wanted: readonly { readonly facts: readonly Fact[] }[]): boolean =>
  wanted.some(({ facts }) => facts.some(({ outside }) => outside))

/** What two walks show of facts, and which processes their numbers stood for. */
export function readOutside(facts: readonly BoundFact[], before: Walk, after: Walk): OutsideReading[] {
  const wanted = new Map<string, { readonly outside: OutsideFact; readonly binding: Binding }>()
  for (const { fact, binding } of facts)
    for (const outside of fact.outside ? [fact.outside, startOfProcess] : []) {
      const source = fillNames(outside.source, binding)
      if (source !== undefined) wanted.set(source, { outside, binding })
    }
  return [...wanted].flatMap(([source, { outside, binding }]): OutsideReading[] => {
    const [first, second] = [seenIn(before, outside, binding), seenIn(after, outside, binding)]
    if ('missed' in first) return [{ source, torn: first.missed }]
    if ('missed' in second) return [{ source, torn: second.missed }]
    if (first.value === undefined && second.value === undefined) return []
    return [{ source, ...pairOf(first.value ?? null, second.value ?? null) }]
  })
}

type Seen = { readonly value: Value | null | undefined } | { readonly missed: string }

/** A process that is not there, or not among all of them, may be one that was left out, since it was being made or removed. */
function seenIn(walk: Walk, outside: OutsideFact, binding: Binding): Seen {
  if ('missed' in walk) return walk
  const value = outside.value(walk, binding)
  const mayLack = value === null || (value !== undefined && outside.ofAll)
  return mayLack && walk.torn > 0 ? { missed: 'a process was half there' } : { value }
}

function pairOf(value: Value | null, after: Value | null) {
  const isSame = value === null || after === null ? value === after : sameValue(value, after)
  return isSame ? { value } : { value, after }
}

/** Whether a walk shows all of a fact, so that nobody needs to be asked inside. */
export function isToldOutside({ fact, binding }: BoundFact, walk: Walk): boolean {
  if ('missed' in walk || !fact.outside) return false
  const value = fact.outside.value(walk, binding)
  if (value === null || value === undefined) return false
  const { type } = fact.value
  return type === 'record'
    ? Object.keys(fact.value.fields).every(field => Object.hasOwn(value as object, field))
    : type !== 'map'
}
