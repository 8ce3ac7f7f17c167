import type { HandLook } from '../evidence/hand.ts'
import {
  type Assignment,
  aliveIn,
  assignmentKey,
  candidatesIn,
  isDistinct,
  isSame,
  mostAssignments,
} from './assignment.ts'

/**
 * Adds the assignments in which a process that came later takes the place of one that was found earlier. `holds` tells whether the steps
 * that are done still hold, as far as they speak of the name and of no other than those that are assigned.
 */
export function admitted(
  assignments: readonly Assignment[],
  look: HandLook,
  holds: (assignment: Assignment, name: string) => boolean,
): readonly Assignment[] {
  let all = assignments
  for (const name of new Set(assignments.flatMap(one => [...one.keys()]))) {
    const known = all.flatMap(one => one.get(name) ?? [])
    const others = candidatesIn(look).filter(process => !known.some(other => isSame(other, process)))
    for (const process of others.filter(process => holds(new Map([[name, process]]), name))) {
      all = withRoom(all, look)
      const more = distinct(
        all.flatMap(one => (one.has(name) ? [new Map([...one, [name, process] as const])] : [])),
      ).filter(isDistinct)
      all = [
        ...all,
        ...more.slice(0, mostAssignments - all.length).filter(one => one.size === 1 || holds(one, name)),
      ]
    }
  }
  return all
}

/** Where there are too many, those whose processes have ended make room, unless it is all of them. */
function withRoom(assignments: readonly Assignment[], look: HandLook): readonly Assignment[] {
  if (assignments.length < mostAssignments) return assignments
  const living = assignments.filter(one => [...one.values()].every(process => aliveIn(process, look)))
  return (living.length > 0 ? living : assignments).slice(0, mostAssignments)
}

const distinct = (assignments: readonly Assignment[]): Assignment[] => [
  ...new Map(assignments.map(one => [assignmentKey(one), one])).values(),
]
