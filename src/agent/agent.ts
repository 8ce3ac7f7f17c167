import type { AgentEvent, Leftover } from '../protocol/message.ts'
import type { CallFailure } from './call-error.ts'
import type { Capture } from './capture.ts'
import type { Survey } from './census/change.ts'
import type { Difference } from './census/difference.ts'
import type { CgroupBase } from './cgroup-base.ts'
import type { IntentLog } from './intent-log.ts'
import type { Running, Starter } from './starter.ts'

/** What the calls of one agent share. */
export interface Agent {
  readonly send: (event: AgentEvent) => void
  /** Where labs' cgroups are made, or why there is no such place. */
  readonly cgroup: CgroupBase | CallFailure
  /** Processes that were started and have not been seen to end, by the runner's name. */
  readonly started: Map<string, Started>
  readonly log: IntentLog
  readonly starter: Starter
  readonly swept: readonly Leftover[]
  /** What an earlier agent's lab has changed, and could not be taken back. */
  remaining: readonly Difference[]
  /** Where agents of this machine keep what they have to remember. */
  readonly state: string
  /** Whether nobody but labs and this agent does anything on the machine. */
  readonly exclusive: boolean
  /** What was found below wrappers since the last `clean`: pids, and when each began. */
  readonly named: Map<number, number>
  /** What to come back to; none since the last `clean`. */
  mark: Mark | undefined
}

/** What a machine was like before a lab: what `clean` comes back to. */
export interface Mark {
  readonly processes: ReadonlySet<string>
  readonly cgroups: ReadonlySet<string>
  readonly survey: Survey
  /** A file that holds the survey, too. */
  readonly file: string
}

/** A process that was started and has not been seen to end. */
export interface Started {
  readonly key: string
  readonly argv: readonly string[]
  readonly running: Running
  readonly output: Capture
  readonly terminal: boolean
  /** Whether it can be typed into: `closed` once its input was ended. */
  input: 'none' | 'open' | 'closed'
}

/** A path of the labs, as the agent sees it: kernel file systems are the agent's own, all else is where the labs are. */
export function labsPath({ host }: Starter, path: string): string {
  return isKernels(path) ? path : `/proc/${host}/root${path}`
}

/** Whether a path is in a kernel file system, of which the agent has copies that nobody can mount anything over. */
export const isKernels = (path: string): boolean => /^\/(proc|sys)(\/|$)/.test(path)

/** The place for cgroups; throws the reason where there is none. */
export function cgroupOf(agent: Agent): CgroupBase {
  if (agent.cgroup instanceof Error) throw agent.cgroup
  return agent.cgroup
}
