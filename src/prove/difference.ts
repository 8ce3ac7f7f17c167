import type { Lab } from '../lab/lab.ts'
import type { Operation } from '../plan/operation.ts'
import { type Ground, planLab } from '../plan/plan.ts'
import { shellLine } from '../plan/shell-line.ts'

/** What a mutant does otherwise, as the shell lines that a person would type: those of the lab after `- `, its own after `+ `. */
export function difference(lab: Lab, mutant: Lab): string[] {
  return changedLines(typedLines(lab), typedLines(mutant))
}

const typedLines = (lab: Lab): string[] =>
  planLab(lab, ground).steps.flatMap(({ operations }) => operations.flatMap(operationLines))

/** What is typed into a standing shell stands behind its name, as in a report; what is looked at is the same in every mutant. */
function operationLines(operation: Operation): string[] {
  if (operation.op === 'observe' || operation.op === 'hold') return []
  const prompt = operation.op === 'type' ? `${operation.shell} $ ` : ''
  return shellLine(operation)
    .split('\n')
    .filter(line => !/^\s*(#|$)/.test(line))
    .map(line => prompt + line)
}

/** The whole cgroup tree is the lab's, as in the VM. */
const ground: Ground = { cgroup: '/sys/fs/cgroup', controllers: ['cpuset', 'cpu', 'io', 'memory', 'pids'] }

/** Lines of one text and of another that are not in their longest common subsequence. */
export function changedLines(before: readonly string[], after: readonly string[]): string[] {
  const common = commonLengths(before, after)
  const lines: string[] = []
  let [left, right] = [0, 0]
  while (left < before.length || right < after.length) {
    if (left < before.length && before[left] === after[right]) {
      left++
      right++
    } else if (left < before.length && (common[left + 1]?.[right] ?? 0) >= (common[left]?.[right + 1] ?? -1))
      lines.push(`- ${before[left++]}`)
    else lines.push(`+ ${after[right++]}`)
  }
  return lines
}

/** For each pair of ends, how many lines they have in common in the same order. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0))
  for (let left = before.length - 1; left >= 0; left--)
    for (let right = after.length - 1; right >= 0; right--) {
      const row = lengths[left] as number[]
      const below = lengths[left + 1] as number[]
      row[right] =
        before[left] === after[right]
          ? (below[right + 1] as number) + 1
          : Math.max(below[right] as number, row[right + 1] as number)
    }
  return lengths
}
