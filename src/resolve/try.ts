import type { HandCommand } from '../evidence/hand.ts'
import type { Check, Step } from '../lab/lab.ts'
import { checksOfGrowth } from '../plan/growth.ts'
import { definitionOf } from '../subject/subject.ts'

/** Consecutive commands of a step that together are taken for what it asks. None: the step as a whole, if nothing was typed. */
export type Try = readonly HandCommand[]

/** How many tries are judged, the latest first. */
const mostTries = 200

/**
 * Every run of consecutive commands: whoever tries again, or looks around, has more commands than the one that the checks ask for. The
 * first is that of all commands, which is shown if none is right.
 */
export function triesOf(commands: readonly HandCommand[], step: Step): Try[] {
  if (!step.expect.some(asksForCommand) && checksOfGrowth(step).length === 0) return [commands]
  const tries: Try[] = [commands]
  for (let end = commands.length; end > 0; end--)
    for (let begin = end - 1; begin >= 0 && tries.length < mostTries; begin--) {
      const some = commands.slice(begin, end)
      // What is missing from the middle of one output can't be told from what is missing between two.
      if (some.length < commands.length && (some.length === 1 || !some.some(({ cut }) => cut)))
        tries.push(some)
    }
  return tries
}

/** Whether a check depends on which command is meant: by its output, its end, its time. */
const asksForCommand = ({ subject, facts }: Check): boolean =>
  definitionOf(subject).record !== undefined || JSON.stringify(facts).includes('"of":"duration"')
