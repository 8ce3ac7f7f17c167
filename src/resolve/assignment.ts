import type { HandLook, HandProcess } from '../evidence/hand.ts'
import { saysAbsent } from '../lab/absence.ts'
import type { Judged } from '../lab/judged.ts'
import type { Check, Step } from '../lab/lab.ts'
import { sourcesOf } from '../plan/check-sources.ts'
import { definitionOf, namesOf } from '../subject/subject.ts'

/** One answer to the question which process each name of a lab stands for. */
export type Assignment = ReadonlyMap<string, HandProcess>

/** How many are told apart at a time: a fork bomb makes any number of processes. */
export const mostAssignments = 256

/** The names that a check or a question speaks of. */
export function namesIn(judged: Judged): string[] {
  const { subject } = judged
  const ended = definitionOf(subject).record?.waitsFor?.(subject)
  const found = sourcesOf(judged).flatMap(({ subject }) => namesOf(subject))
  return [...new Set([...(ended === undefined ? [] : [ended]), ...found])]
}

/** The names that the checks of steps speak of, each once. */
export const namesInSteps = (steps: readonly Pick<Step, 'expect'>[]): string[] => [
  ...new Set(steps.flatMap(({ expect }) => expect.flatMap(namesIn))),
]

/** Whether a check says that a named process is gone, and so speaks of one that has ended. */
export function isOfEnd(check: Check): boolean {
  const { record, processName } = definitionOf(check.subject)
  if (record?.waitsFor?.(check.subject) !== undefined) return true
  return processName !== undefined && Object.keys(check.facts).some(name => saysAbsent(check, name))
}

/** Whether a check speaks of a moment before now, or of an end: of a process that may have ended. */
export const isPast = (check: Check): boolean => check.when.kind === 'ever' || isOfEnd(check)

/** The processes that a name could stand for: all but login shells that are as they were started. */
export const candidatesIn = ({ processes }: Pick<HandLook, 'processes'>): HandProcess[] =>
  processes.filter(({ login }) => login !== true)

export const isSame = (a: HandProcess, b: HandProcess) => a.pid === b.pid && a.start === b.start

/** Whether each name stands for a process of its own: each was started by another step. */
export function isDistinct(assignment: Assignment): boolean {
  const processes = [...assignment.values()].map(({ pid, start }) => `${pid} ${start}`)
  return new Set(processes).size === processes.length
}

/** Whether every assignment has this process for another name. */
export const isTaken = (process: HandProcess, name: string, assignments: readonly Assignment[]): boolean =>
  assignments.every(one => [...one].some(([other, its]) => other !== name && isSame(its, process)))

/** What tells assignments apart. */
export const assignmentKey = (assignment: Assignment): string =>
  [...assignment].map(([name, { pid, start }]) => `${name} ${pid} ${start}`).join()

/** The process as it is in a look; undefined if it has ended. */
export const aliveIn = (process: HandProcess, { processes }: HandLook): HandProcess | undefined =>
  processes.find(other => isSame(process, other))
