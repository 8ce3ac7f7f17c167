import type { Observation } from '../../evidence/observation.ts'
import type { Connection } from '../../machine/machine.ts'
import { Torn, UnsupportedKernel } from '../../outside/failure.ts'
import type { OutsideView } from '../../outside/outside.ts'
import { type Clock, sleep } from '../../runtime/runtime.ts'

/** From where an attempt is to be observed. */
export const sides = ['inside', 'outside', 'both'] as const
export type Side = (typeof sides)[number]

/** From where somebody wants an attempt to be observed. */
export interface Observe {
  readonly from: Side
  /** It was asked for, so that the result says why it is not so where it is not. */
  readonly asked: boolean
}

/** The memory of a machine, where the host reads it for an attempt. */
export interface MachineMemory {
  /** Whether the agent is asked only for what is not seen from outside. */
  readonly alone: boolean
  /** Walks through it, while the machine stands still or goes on; or what was being changed at every try. */
  walk(machine: 'still' | 'running'): Promise<Walk>
  /** Notes that a look is repeated. */
  repeats(): void
  observation(): Observation
}

export type Walk = OutsideView | { readonly missed: string }

/** Walks that are tried, with some time for the machine in between. */
const mostTries = 5
const pause = 3

/** Opens the memory of a machine, or says why it cannot be read. */
export function openMemory(
  { outside, halted }: Pick<Connection, 'outside' | 'halted'>,
  { from, asked }: Observe,
  clock: Pick<Clock, 'now' | 'after'>,
): MachineMemory | { readonly reason: string } | undefined {
  if (from === 'inside') return undefined
  if (!outside || !halted)
    return asked ? { reason: 'unboxed cannot read the memory of this machine' } : undefined
  const count = { walks: 0, took: 0, repeated: 0, longestStop: 0 }
  try {
    const view = outside()
    tried(() => view.walk()) // tells whether this kernel can be read
    return {
      alone: from === 'outside',
      walk: machine => {
        const work = () => tried(() => view.walk())
        return walk(
          machine === 'still' ? () => halted(work) : async () => ({ result: work(), ms: 0 }),
          count,
          clock,
        )
      },
      repeats: () => void count.repeated++,
      observation: () => ({
        from: from === 'outside' ? 'outside' : 'inside and outside',
        ...count,
        took: Math.round(count.took),
      }),
    }
  } catch (error) {
    if (error instanceof UnsupportedKernel) return { reason: error.message }
    // Refused by the host, or the machine has just ended, which its connection tells.
    if (isSystemError(error)) return { reason: `its memory cannot be read: ${error.message}` }
    throw error
  }
}

const isSystemError = (error: unknown): error is Error => error instanceof Error && 'errno' in error

async function walk(
  once: () => Promise<{ readonly result: Walk; readonly ms: number }>,
  count: { walks: number; took: number; longestStop: number },
  clock: Pick<Clock, 'now' | 'after'>,
): Promise<Walk> {
  for (let left = mostTries; ; left--) {
    const began = clock.now()
    const { result, ms } = await once()
    count.walks++
    count.took += clock.now() - began
    count.longestStop = Math.max(count.longestStop, Math.round(ms * 10) / 10)
    const isWhole = !('missed' in result) && result.torn === 0
    if (isWhole || left === 1) return result
    await sleep(clock, pause)
  }
}

/** What was being changed just then will be whole soon. */
function tried(work: () => OutsideView): Walk {
  try {
    return work()
  } catch (error) {
    if (error instanceof Torn) return { missed: error.message }
    throw error
  }
}
