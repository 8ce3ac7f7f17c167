import type { AgentEvent, Leftover } from '../protocol/message.ts'
import type { CallFailure } from './call-error.ts'
import type { Capture } from './capture.ts'
import type { Survey } from './census/change.ts'
import type { Difference } from './census/difference.ts'
import type { CgroupBase } from './cgroup-base.ts'
import type { IntentLog } from './intent-log.ts'
import type { Running, Starter } from './starter.ts'

/** State that the calls of one agent share. */
export interface Agent {
  readonly send: (event: AgentEvent) => void
  /** Where the labs' cgroups are created, or why there is no such place. */
  readonly cgroup: CgroupBase | CallFailure
  /** Started processes that are not known to have ended, by the runner's key. */
  readonly started: Map<string, Started>
  readonly log: IntentLog
  readonly starter: Starter
  readonly swept: readonly Leftover[]
  /** What labs of earlier agents changed and could not be reverted. */
  remaining: readonly Difference[]
  /** The folder in which agents of this machine keep state. */
  readonly state: string
  /** Whether only labs and this agent use the machine. */
  readonly exclusive: boolean
  /** Processes that `settle` found since the last `clean`: PIDs and start times. */
  readonly named: Map<number, number>
  /** The state that `clean` restores; absent after a `clean`. */
  mark: Mark | undefined
}

/** The state of a machine before a lab, which `clean` restores. */
export interface Mark {
  readonly processes: ReadonlySet<string>
  readonly cgroups: ReadonlySet<string>
  readonly survey: Survey
  /** A file with the same survey. */
  readonly file: string
}

/** A started process that is not known to have ended. */
export interface Started {
  readonly key: string
  readonly argv: readonly string[]
  readonly running: Running
  readonly output: Capture
  readonly terminal: boolean
  /** Whether its standard input is writable: `closed` once it was ended. */
  input: 'none' | 'open' | 'closed'
}

/** A path of the labs, as the agent reaches it: kernel file systems are the agent's own copies, everything else is reached through the labs' root directory. */
export function labsPath({ host }: Starter, path: string): string {
  return isKernels(path) ? path : `/proc/${host}/root${path}`
}

/** Whether a path is in a kernel file system; the agent has mounts of these of its own, over which nobody can mount anything. */
export const isKernels = (path: string): boolean => /^\/(proc|sys)(\/|$)/.test(path)

/** The place for cgroups; throws the reason if there is none. */
export function cgroupOf(agent: Agent): CgroupBase {
  if (agent.cgroup instanceof Error) throw agent.cgroup
  return agent.cgroup
}
