import type { Lab, Step } from '../lab/lab.ts'
import { opensShell } from '../linux/wrapper.ts'

/** The terminal, from 1, in which a person does each step, by the ids of the steps. */
export function terminalsOf({ steps }: Pick<Lab, 'steps'>): ReadonlyMap<string, number> {
  const holding = holdingTerminal(steps)
  const heldBy = new Map<string, number>()
  const terminals = new Map<string, number>()
  for (const step of steps) {
    const terminal = shellTerminal(step, heldBy) ?? step.terminal ?? lowestFree(heldBy)
    terminals.set(step.id, terminal)
    if (step.as !== undefined && holding.has(step.as)) heldBy.set(step.as, terminal)
    if (step.in.shell !== undefined && endsWithExit.test(step.run)) heldBy.delete(step.in.shell)
  }
  return terminals
}

/** A script that ends the shell that it is typed into, and so frees its terminal. */
const endsWithExit = /(?:^|[\n;])\s*exit(?:\s+\d+)?\s*$/

/**
 * The names of the processes that hold the terminal that they are started in: shells that read what is typed, and whatever later steps type
 * into. Any other process runs in the background.
 */
export function holdingTerminal(steps: Lab['steps']): ReadonlySet<string> {
  const typed = new Set(steps.map(step => step.in.shell))
  const holding = steps.flatMap(step => {
    const { as } = step
    return as !== undefined && (typed.has(as) || opensShell(step.run)) ? [as] : []
  })
  return new Set(holding)
}

const shellTerminal = ({ in: { shell } }: Step, heldBy: ReadonlyMap<string, number>) =>
  shell === undefined ? undefined : heldBy.get(shell)

function lowestFree(heldBy: ReadonlyMap<string, number>): number {
  const held = new Set(heldBy.values())
  for (let terminal = 1; ; terminal++) if (!held.has(terminal)) return terminal
}
