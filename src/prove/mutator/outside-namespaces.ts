import type { Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'
import { wrappedCommands } from '../shell/namespace-option.ts'

/** Runs outside what nsenter(1), or unshare(1) with a script, runs inside: the right command in the wrong namespaces. */
export function outsideNamespaces(step: Step): Change[] {
  return wrappedCommands(step.run)
    .filter(({ program, command }) => program === 'nsenter' || /^\S*sh\s+-\w*c\s/.test(command))
    .map(({ program, without }) => ({
      word: `outside-${program}`,
      how: `runs the command of \`${program}\` outside of those namespaces`,
      steps: [{ ...step, run: without }],
    }))
}
