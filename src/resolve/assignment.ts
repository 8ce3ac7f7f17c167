import type { HandLook, HandProcess } from '../evidence/hand.ts'
import type { Check } from '../lab/lab.ts'
import { sourcesOf } from '../plan/check-sources.ts'
import { namesOf } from '../subject/subject.ts'

/** One answer to the question which process each name of a lab stands for. */
export type Assignment = ReadonlyMap<string, HandProcess>

/** The names that a check speaks of. */
export function namesIn(check: Check): string[] {
  const { subject } = check
  const ofExit = subject.kind === 'exit' && subject.of !== undefined ? [subject.of] : []
  const found = sourcesOf(check).flatMap(({ subject }) => namesOf(subject))
  return [...new Set([...ofExit, ...found])]
}

/** Whether a check says that a process is gone, and so speaks of one that has ended. */
export function isOfEnd({ subject, facts }: Check): boolean {
  const gone = ['exists', 'alive'].some(name => {
    const fact = facts[name]
    return fact?.match === 'equal' && fact.value === false
  })
  return subject.kind === 'exit' || (subject.kind === 'process' && gone)
}

/** The processes that a name could stand for: all but login shells that are as they were started. */
export const candidatesIn = ({ processes }: HandLook): HandProcess[] =>
  processes.filter(({ login }) => login !== true)

export const isSame = (a: HandProcess, b: HandProcess) => a.pid === b.pid && a.start === b.start

/** The process as it is in a look; undefined if it has ended. */
export const aliveIn = (process: HandProcess, { processes }: HandLook): HandProcess | undefined =>
  processes.find(other => isSame(process, other))
