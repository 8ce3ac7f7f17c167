import type { KernelView } from '../../live/kernel-view.ts'
import { paintFor } from '../../report/paint.ts'
import { cgroupLines } from './cgroup-lines.ts'
import { processLines } from './process-lines.ts'
import type { RowStyle } from './row-style.ts'

interface Drawing extends Omit<RowStyle, 'paint'> {
  readonly colour: boolean
}

/** The kernel of a machine as lines: the tree of its processes, then its cgroups with what they use of their limits. */
export function kernelLines(view: KernelView, { colour, ...drawing }: Drawing): string[] {
  const paint = paintFor(colour)
  const style: RowStyle = { ...drawing, paint }
  const { processes, hidden, more } = view
  const rest = [
    ...(hidden > 0 ? [`${hidden} of the agent`] : []),
    ...(more > 0 ? [`${more} more that are too many to show`] : []),
  ]
  return [
    ` ${paint.bold(`${processes.length} ${processes.length === 1 ? 'process' : 'processes'}`)}${
      rest.length > 0 ? paint.dim(`  (and ${rest.join(', ')})`) : ''
    }`,
    ...processLines(view, style),
    '',
    ...cgroupLines(view, style),
  ]
}
