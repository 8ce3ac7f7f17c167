import type { Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'

/** Runs outside what should be typed into a standing shell: the right command, done to another process. */
export function outsideShell(step: Step): Change[] {
  const { shell, ...place } = step.in
  if (shell === undefined) return []
  return [
    {
      word: 'outside-shell',
      how: `is not typed into ${shell} but run outside`,
      steps: [{ ...step, in: place }],
    },
  ]
}
