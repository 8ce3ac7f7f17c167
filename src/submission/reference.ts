import type { Lab } from '../lab/lab.ts'
import { commandsOf } from '../linux/shell-command.ts'
import type { Ground } from '../plan/ground.ts'
import type { Operation, OperationKind } from '../plan/operation.ts'
import { planLab } from '../plan/plan.ts'
import { lineWithReferences } from '../plan/shell-line.ts'
import { terminalsOf } from '../plan/terminal.ts'
import type { Submission } from './submission.ts'

/** The lab's own commands as a person would hand them in: each step in its terminal, and nothing of what the set-up has done. */
export function referenceSubmission(given: Lab, ground: Ground): Submission {
  const { lab, steps } = planLab(given, ground)
  const terminals = terminalsOf(lab)
  return {
    lab: lab.id,
    seed: lab.seed,
    steps: steps.map(({ step, operations }, index) => ({
      id: step.id,
      at: `steps[${index}]`,
      lines: operations.flatMap(typedText).map((text, line) => ({
        terminal: terminals.get(step.id) ?? 1,
        text,
        at: `steps[${index}].lines[${line}]`,
      })),
    })),
  }
}

/** The commands of an operation, each as it is typed at a prompt. */
const typedText = (operation: Operation): string[] =>
  commandsOf(texts[operation.op](operation as never)).map(({ text }) => text)

const nothing = () => ''

const texts = {
  // A person may have made it in an earlier step.
  'make-cgroup': ({ path }) => `mkdir -p ${path}`,
  'put-file': nothing,
  'enable-controllers': lineWithReferences,
  'write-limit': lineWithReferences,
  'read-back': nothing,
  run: operation => apart(operation, lineWithReferences(operation)),
  start: operation =>
    operation.holdsTerminal ? apart(operation, lineWithReferences(operation)) : lineWithReferences(operation),
  type: ({ script }) => script,
  observe: nothing,
  hold: nothing,
} satisfies { [K in OperationKind]: (operation: Extract<Operation, { op: K }>) => string }

/** In a subshell, where the script would end or change the shell that it is typed into. A launch into a cgroup has one already. */
const apart = ({ own }: { readonly own: boolean }, line: string) =>
  !own && changesShell.test(line) ? `(\n${line}\n)` : line

const changesShell =
  /(?:^|[\n;&|({]|\b(?:then|else|do))\s*(?:exit|exec|set|shopt|trap|cd|ulimit|umask|export|unset|source|\.)(?=\s|$)/
