import type { HandCommand } from '../evidence/hand.ts'
import type { Check, Step } from '../lab/lab.ts'
import { checksOfGrowth } from '../plan/growth.ts'
import { definitionOf } from '../subject/subject.ts'

/** Consecutive commands of a step that together are taken for what it asks. None: the step as a whole, if nothing was typed. */
export type Try = readonly HandCommand[]

/**
 * Runs of consecutive commands, the shortest first and of equals the latest: whoever tries again, or looks around, has more commands than
 * the one that the checks ask for. Before them comes that of all commands, which is shown if none is right.
 */
export function triesOf(commands: readonly HandCommand[], step: Step, most: number): Try[] {
  const tries: Try[] = [commands]
  if (!dependsOnCommands(step)) return tries
  for (let length = 1; length < commands.length; length++)
    for (let begin = commands.length - length; begin >= 0; begin--) {
      if (tries.length >= most) return tries
      const some = commands.slice(begin, begin + length)
      // What is missing from the middle of one output can't be told from what is missing between two.
      if (length === 1 || !some.some(({ cut }) => cut)) tries.push(some)
    }
  return tries
}

/** Whether it matters which commands are taken for what a step asks, and not only what is so in the end. */
export const dependsOnCommands = (step: Step): boolean =>
  step.expect.some(asksForCommand) || checksOfGrowth(step).length > 0

/** Whether a check depends on which command is meant: by its output, its end, its time. */
const asksForCommand = ({ subject, facts }: Check): boolean =>
  definitionOf(subject).record !== undefined || JSON.stringify(facts).includes('"of":"duration"')
