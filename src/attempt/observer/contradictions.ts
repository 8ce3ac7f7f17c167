import type { Sample } from '../../evidence/evidence.ts'
import type { OutsideReading } from '../../evidence/reading.ts'
import { fillNames } from '../../kernel/source.ts'
import { isContradicted } from '../../verdict/read-fact.ts'
import type { BoundFact } from './read-outside.ts'

/** The readings from outside that a look denies, by their names. */
export type Contradictions = ReadonlySet<string>

export function contradictionsIn(facts: readonly BoundFact[], sample: Sample): Contradictions {
  const denied = facts.filter(({ fact, binding }) => isContradicted(fact, binding, sample))
  return new Set(denied.flatMap(({ fact, binding }) => fillNames(fact.outside?.source ?? '', binding) ?? []))
}

/** The readings of the last look, as far as they say something: what was not denied at each look before it was being changed. */
export function onlyLasting(
  outside: readonly OutsideReading[],
  last: Contradictions,
  earlier: readonly Contradictions[],
): readonly OutsideReading[] {
  return outside.map(reading => {
    const { source } = reading
    const isPassing = last.has(source) && !earlier.every(each => each.has(source))
    return isPassing ? { source, torn: 'it was denied at some looks only' } : reading
  })
}
