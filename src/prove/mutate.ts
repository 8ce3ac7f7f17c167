import type { Lab, Step } from '../lab/lab.ts'
import type { Change, Mutant, Mutator } from './mutant.ts'
import { changedLimit } from './mutator/changed-limit.ts'
import { lateLimits } from './mutator/late-limits.ts'
import { otherProcess } from './mutator/other-process.ts'
import { outsideShell } from './mutator/outside-shell.ts'
import { sharedNamespace } from './mutator/shared-namespace.ts'
import { siblingGroup } from './mutator/sibling-group.ts'
import { withoutLimit } from './mutator/without-limit.ts'
import { withoutLine } from './mutator/without-line.ts'

/** Everything that can be made wrong of a lab, in the order of its steps. Two ways to the same lab are one mutant. */
export function mutantsOf(lab: Lab): Mutant[] {
  const seen = new Set([JSON.stringify(lab.steps)])
  const ids = new Set<string>()
  return lab.steps.flatMap(step =>
    Object.values(mutators).flatMap((mutate: Mutator) =>
      mutate(step).flatMap(change => {
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

/** The kinds of mistakes, the plainest first: of two that make the same lab, its name is kept. */
const mutators = {
  'without-line': withoutLine,
  'shared-namespace': sharedNamespace,
  'without-limit': withoutLimit,
  'changed-limit': changedLimit,
  'late-limits': lateLimits,
  'sibling-group': siblingGroup,
  'other-process': otherProcess,
  'outside-shell': outsideShell,
} as const satisfies Record<string, Mutator>

function mutantOf(lab: Lab, step: Step, { word, steps, ...rest }: Change, ids: ReadonlySet<string>): Mutant {
  return {
    ...rest,
    id: unused(`${step.id}/${word}`, ids),
    step: step.id,
    lab: { ...lab, steps: lab.steps.flatMap(other => (other.id === step.id ? steps : [other])) },
  }
}

/** A step that writes one file twice has two mutants of one name. */
function unused(id: string, ids: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? id : `${id}-${number}`
    if (!ids.has(name)) return name
  }
}
