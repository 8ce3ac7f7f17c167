import type { Submission, SubmittedStep } from './submission.ts'

/** A submission as the script that reads back as the same lines; what only an attempt file has is left out. */
export function writeScript({ lab, seed, learner, steps }: Submission): string {
  const head = Object.entries({ lab, seed, learner }).flatMap(([key, word]) =>
    word === undefined ? [] : [`# unboxed-${key}: ${word}`],
  )
  return `${[...head, ...steps.flatMap(stepLines)].join('\n')}\n`
}

function stepLines({ id, lines }: SubmittedStep): string[] {
  const marker = (terminal: number | undefined) => `#: ${id}${terminal === undefined ? '' : ` @${terminal}`}`
  return [
    '',
    ...(lines.length === 0 ? [marker(undefined)] : []),
    ...lines.flatMap(({ terminal, text }, index) =>
      index > 0 && terminal === lines[index - 1]?.terminal ? [text] : [marker(terminal), text],
    ),
  ]
}
