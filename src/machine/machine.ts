import type { Duplex } from 'node:stream'
import type { Problem } from '../problem.ts'

/** Where labs run. It opens connections to agents, each in a machine in its first state, and closes. No more. */
export interface Machine {
  readonly name: MachineName
  /** What every result says of it: `QEMU 7.2.22, TCG (software emulation)`. */
  readonly description: string
  /** Changes with everything that a lab could find otherwise in it; absent where nobody can tell. What came of a run is remembered under it. */
  readonly identity?: string
  /** Labs that may run on it at once. */
  readonly jobs: number
  /** How much slower than ordinary hardware it is: time-outs of labs are multiplied by it. */
  readonly slowness: number
  /** Each opening is a copy of one saved moment: its clock and its randomness have to be renewed. */
  readonly restored: boolean
  /** Rejects with a `Problem` of kind `machine` or `unsupported`. */
  open(): Promise<Connection>
  close(): Promise<void>
}

export type MachineName = 'vm' | 'vagrant' | 'local'

/** A byte stream to an agent (agent/protocol.ts) in a machine that no lab has touched. */
export interface Connection {
  readonly channel: Duplex
  /** Resolves, never rejects, when the machine is gone though nobody closed it; names the machine and its last words. */
  readonly lost: Promise<Problem>
  /** Ends the agent and gives back all it used. Safe to call twice, and after `lost`. */
  close(): Promise<void>
}

/** How machines tell of work that takes time. `done` ends a line begun under the same `task`. */
export type Progress = (event: { task: string; detail?: string; done?: boolean; ms?: number }) => void
