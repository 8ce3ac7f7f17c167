import type { Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'
import { bare } from './sibling-group.ts'

/** Runs outside what should be typed into a standing shell: the right command, done to another process. */
export function outsideShell(step: Step): Change[] {
  const { shell, ...place } = step.in
  if (shell === undefined) return []
  // A shell that nobody types into ends at once: this one is to stand by.
  const standBy = { ...bare(step), id: `${step.id}-inside`, run: 'true' }
  const how = `is not typed into ${shell} but run outside`
  return [{ word: 'outside-shell', how, steps: [standBy, { ...step, in: place }] }]
}
