import type { Lab, Step } from '../lab/lab.ts'

/** The terminal, from 1, in which a person does each step, by the ids of the steps. */
export function terminalsOf({ steps }: Pick<Lab, 'steps'>): ReadonlyMap<string, number> {
  const typed = new Set(steps.map(step => step.in.shell))
  const heldBy = new Map<string, number>()
  const terminals = new Map<string, number>()
  for (const step of steps) {
    const terminal = shellTerminal(step, heldBy) ?? step.terminal ?? lowestFree(heldBy)
    terminals.set(step.id, terminal)
    // Only a shell that is typed into holds its terminal: any other process runs in the background.
    if (step.as !== undefined && typed.has(step.as)) heldBy.set(step.as, terminal)
  }
  return terminals
}

const shellTerminal = ({ in: { shell } }: Step, heldBy: ReadonlyMap<string, number>) =>
  shell === undefined ? undefined : heldBy.get(shell)

function lowestFree(heldBy: ReadonlyMap<string, number>): number {
  const held = new Set(heldBy.values())
  for (let terminal = 1; ; terminal++) if (!held.has(terminal)) return terminal
}
