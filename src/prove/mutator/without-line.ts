import type { Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'
import { commands, isComment } from '../shell/commands.ts'

/** Leaves out one line of `run`, or several where a command continues on the next lines. */
export function withoutLine(step: Step): Change[] {
  const all = commands(step.run)
  return all.flatMap((command, index) => {
    if (isComment(command)) return []
    const left = all.filter((_, other) => other !== index)
    const steps = [left.every(isComment) ? idle(step) : { ...step, run: left.join('\n') }]
    return [{ word: `without-line-${index + 1}`, how: `leaves out \`${command.trim()}\``, steps }]
  })
}

/** If no command is left, no process keeps running: one that ends at once might or might not be seen. */
function idle({ as: _, ...step }: Step): Step {
  return { ...step, run: 'true' }
}
