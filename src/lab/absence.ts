import { definitionOf } from '../subject/subject.ts'
import type { Check, Expectation } from './lab.ts'

/** Whether a fact of a check would be right of what does not exist. */
export function saysAbsent({ subject, facts }: Check, name: string): boolean {
  const absent = definitionOf(subject).presence?.facts ?? {}
  const expectation = Object.hasOwn(facts, name) ? facts[name] : undefined
  return expectation !== undefined && Object.hasOwn(absent, name) && isRight(expectation, absent[name])
}

function isRight(expectation: Expectation, value: unknown): boolean {
  if (expectation.match === 'not') return !isRight(expectation.of, value)
  return expectation.match === 'equal' && expectation.value === value
}
