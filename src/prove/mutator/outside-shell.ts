import type { Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'
import { bare } from './sibling-group.ts'

/** Runs outside what should be typed into a standing shell: the right command in the wrong process. */
export function outsideShell(step: Step): Change[] {
  const { shell, ...place } = step.in
  if (shell === undefined) return []
  // A shell that no step types into gets no input and would end at once.
  const standBy = { ...bare(step), id: `${step.id}-inside`, run: 'true' }
  const how = `runs the commands outside of ${shell}`
  return [{ word: 'outside-shell', how, steps: [standBy, { ...step, in: place }] }]
}
