import type { Outside } from '../outside/outside.ts'
import type { Problem } from '../problem.ts'
import type { Channel } from '../protocol/channel.ts'

/** Where labs run. All it does is open connections to agents, each in a machine in its first state, and close. */
export interface Machine {
  /** Its kind: a name in the registry. */
  readonly name: string
  /** How results name it: `QEMU 7.2.22, TCG (software emulation)`. */
  readonly description: string
  /** Changes with everything in it that a lab could observe; absent where that is unknown. Results are cached under it. */
  readonly identity?: string
  /** How many labs may run on it at once. */
  readonly jobs: number
  /** How many times slower than ordinary hardware it is; time-outs of labs are multiplied by it. */
  readonly slowness: number
  /** Whether each connection leads to a copy of one saved state: its clock and random state must be renewed. */
  readonly restored: boolean
  /**
   * Needs of labs that are known to be met, as attempt/need.ts writes them: attempts add to it, since looking for them takes a good part of
   * the time of a small lab. Absent where one connection may lack what another has.
   */
  readonly met?: Set<string>
  /** Whether it ends with its connection, so that nothing done to its kernel outlives the lab. */
  readonly disposable: boolean
  /** Rejects with a `Problem` of kind `machine` or `unsupported`. */
  open(): Promise<Connection>
  close(): Promise<void>
}

/** A channel to an agent in a machine that no lab has touched. */
export interface Connection {
  readonly channel: Channel
  /** Resolves, never rejects, when the machine is gone and nobody closed it; the problem quotes its last words. */
  readonly lost: Promise<Problem>
  /**
   * Resolves when the machine gives a sign of life that doesn't depend on its agent, or is gone: unanswered while the machine itself is
   * stopped. Absent where nothing but the agent can be asked.
   */
  responds?(): Promise<void>
  /**
   * The view on the machine's kernel from outside, for as long as the connection is open. Absent where its memory cannot be read: on every kind but
   * `vm`. Throws `UnsupportedKernel` where its kernel cannot be understood.
   */
  outside?(): Outside
  /** Works while the machine stands still; resolves to how many milliseconds it did, too. There where `outside` is. */
  halted?<T>(work: () => T): Promise<{ readonly result: T; readonly ms: number }>
  /** Ends the agent and frees all it used. May be called twice, and after `lost`. */
  close(): Promise<void>
}

/** Reports work that takes time. `done` ends a line begun under the same `task`. */
export type Progress = (event: { task: string; detail?: string; done?: boolean; ms?: number }) => void
