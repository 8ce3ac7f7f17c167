import { diffArrays } from 'diff'
import type { Lab, Step } from '../lab/lab.ts'
import { vmGround } from '../plan/ground.ts'
import type { Operation } from '../plan/operation.ts'
import { planLab } from '../plan/plan.ts'
import { shellLine } from '../plan/shell-line.ts'

/** How a mutant differs from its lab, in shell lines that a person would type and answers that they would give. */
export function difference(lab: Lab, mutant: Lab): string[] {
  return changedLines(typedLines(lab), typedLines(mutant))
}

const typedLines = (lab: Lab): string[] =>
  planLab(lab, vmGround).steps.flatMap(({ step, operations }) => [
    ...operations.flatMap(operationLines),
    ...answerLine(step),
  ])

/** How the reference answers the question of a step. */
const answerLine = ({ question }: Step): string[] =>
  question ? [`answer: ${answers[question.mistake ?? 'right']}`] : []

const answers = { right: 'what the kernel says', another: 'another value', empty: '(none)' }

/** A line typed into a running shell follows that shell's name, as in reports. Observations are left out: no mutant changes them. */
function operationLines(operation: Operation): string[] {
  if (operation.op === 'observe' || operation.op === 'hold') return []
  const prompt = operation.op === 'type' ? `${operation.shell} $ ` : ''
  return shellLine(operation)
    .split('\n')
    .filter(line => !/^\s*(#|$)/.test(line))
    .map(line => prompt + line)
}

/** The lines that differ: removed ones after `- `, added ones after `+ `. */
export function changedLines(before: readonly string[], after: readonly string[]): string[] {
  return diffArrays([...before], [...after]).flatMap(({ added, removed, value }) =>
    added || removed ? value.map(line => `${added ? '+' : '-'} ${line}`) : [],
  )
}
