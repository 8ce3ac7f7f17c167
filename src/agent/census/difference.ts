import type { Leftover } from '../../protocol/message.ts'
import { type Change, changesBetween, type Survey } from './change.ts'
import { type Kind, kinds } from './kind.ts'

/** A change, and the kind of thing it happened to. */
export interface Difference {
  readonly kind: Kind
  readonly change: Change
}

/** What differs from an earlier survey, in the order in which it is taken back. */
export function differences(before: Survey, now: Survey): Difference[] {
  return kinds.flatMap(kind => {
    const [was, is] = [before.get(kind.section), now.get(kind.section)]
    if (!was || !is || was.equals(is)) return []
    return kind.counted(changesBetween(kind.read(was), kind.read(is))).map(change => ({ kind, change }))
  })
}

/** As people are told: a mount that is seen twice is one for them. */
export function wordsOf(differences: readonly Difference[]): Leftover[] {
  const all = differences.flatMap(({ kind, change }) => kind.told(change))
  return [...new Map(all.map(leftover => [`${leftover.kind} ${leftover.what}`, leftover])).values()]
}
