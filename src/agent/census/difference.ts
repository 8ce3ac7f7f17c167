import type { Leftover } from '../../protocol/message.ts'
import { type Change, changesBetween, type Survey } from './change.ts'
import { type Kind, kinds } from './kind.ts'

/** A change, and the kind of thing that changed. */
export interface Difference {
  readonly kind: Kind
  readonly change: Change
}

/** The differences from an earlier survey, in the order in which they are reverted. */
export function differences(before: Survey, now: Survey): Difference[] {
  return kinds.flatMap(kind => {
    const [was, is] = [before.get(kind.section), now.get(kind.section)]
    if (!was || !is || was.equals(is)) return []
    return kind.counted(changesBetween(kind.read(was), kind.read(is))).map(change => ({ kind, change }))
  })
}

/** The leftovers as reported, without duplicates: a mount that is listed twice is one leftover. */
export function wordsOf(differences: readonly Difference[]): Leftover[] {
  const all = differences.flatMap(({ kind, change }) => kind.told(change))
  return [...new Map(all.map(leftover => [`${leftover.kind} ${leftover.what}`, leftover])).values()]
}
