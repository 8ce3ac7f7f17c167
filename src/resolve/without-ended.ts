import type { HandLook, HandProcess } from '../evidence/hand.ts'
import { type Assignment, aliveIn } from './assignment.ts'

/**
 * Leaves out the assignments in which a process has ended while another one lives that the name could stand for, as each command in a shell
 * does that has the namespaces of its shell. `isKept` tells which of those that have ended may still be meant.
 */
export function withoutEnded(
  assignments: readonly Assignment[],
  look: HandLook,
  isKept: (name: string, process: HandProcess) => boolean,
): readonly Assignment[] {
  let all = assignments
  for (const name of new Set(assignments.flatMap(one => [...one.keys()]))) {
    const isLiving = (one: Assignment) => {
      const process = one.get(name)
      return process !== undefined && aliveIn(process, look) !== undefined
    }
    if (!all.some(isLiving)) continue
    all = all.filter(one => {
      const process = one.get(name)
      return process === undefined || isLiving(one) || isKept(name, process)
    })
  }
  return all
}
