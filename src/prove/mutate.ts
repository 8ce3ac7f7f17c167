import type { Lab, Step } from '../lab/lab.ts'
import type { Change, Mutant, Mutator } from './mutant.ts'
import { alsoOutside } from './mutator/also-outside.ts'
import { changedLimit } from './mutator/changed-limit.ts'
import { lateLimits } from './mutator/late-limits.ts'
import { otherProcess } from './mutator/other-process.ts'
import { outsideNamespaces } from './mutator/outside-namespaces.ts'
import { outsideShell } from './mutator/outside-shell.ts'
import { sharedNamespace } from './mutator/shared-namespace.ts'
import { siblingGroup } from './mutator/sibling-group.ts'
import { withoutLimit } from './mutator/without-limit.ts'
import { withoutLine } from './mutator/without-line.ts'
import { wrongAnswer } from './mutator/wrong-answer.ts'

/** Every mutant of a lab, in the order of its steps. Two mutations with the same result are one mutant. */
export function mutantsOf(lab: Lab): Mutant[] {
  const seen = new Set([JSON.stringify(lab.steps)])
  const ids = new Set<string>()
  return lab.steps.flatMap(step =>
    Object.values(mutators).flatMap((mutate: Mutator) =>
      mutate(step, lab).flatMap(change => {
        const mutant = mutantOf(lab, step, change, ids)
        const what = JSON.stringify(mutant.lab.steps)
        if (seen.has(what)) return []
        seen.add(what)
        ids.add(mutant.id)
        return [mutant]
      }),
    ),
  )
}

/** The kinds of mistakes, the simplest first: if two have the same result, the name of the first is kept. */
const mutators = {
  'without-line': withoutLine,
  'shared-namespace': sharedNamespace,
  'without-limit': withoutLimit,
  'changed-limit': changedLimit,
  'late-limits': lateLimits,
  'sibling-group': siblingGroup,
  'other-process': otherProcess,
  'outside-shell': outsideShell,
  'outside-namespaces': outsideNamespaces,
  'also-outside': alsoOutside,
  'wrong-answer': wrongAnswer,
} as const satisfies Record<string, Mutator>

function mutantOf(lab: Lab, step: Step, { word, steps, ...rest }: Change, ids: ReadonlySet<string>): Mutant {
  return {
    ...rest,
    id: unused(`${step.id}/${word}`, ids),
    step: step.id,
    lab: { ...lab, steps: lab.steps.flatMap(other => (other.id === step.id ? steps : [other])) },
  }
}

/** Numbers names that occur twice, such as those of a step that writes one file twice. */
function unused(id: string, ids: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? id : `${id}-${number}`
    if (!ids.has(name)) return name
  }
}
