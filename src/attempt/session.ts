import type { MachineRecord, Sample } from '../evidence/evidence.ts'
import type { Machine } from '../machine/machine.ts'
import type { Ground } from '../plan/ground.ts'
import type { Problem } from '../problem.ts'
import type { AgentClient } from '../protocol/client.ts'
import type { BoundSource, Hello } from '../protocol/message.ts'
import type { Clock, Runtime } from '../runtime/runtime.ts'
import type { LabProcess } from './actor/process.ts'
import { settleAgain } from './actor/settle.ts'
import type { Attempt } from './attempt.ts'
import type { Emit } from './event.ts'
import type { Scene } from './observer/bind.ts'
import type { MachineMemory } from './observer/machine-memory.ts'
import { observe } from './observer/observe.ts'
import type { Observer } from './observer/observer.ts'

/** One attempt in one machine: what its actor and its observer share. */
export interface Session extends Scene {
  readonly attempt: Attempt
  readonly client: AgentClient
  readonly hello: Hello
  readonly ptrace: 'allowed' | 'refused'
  readonly observer: Observer
  /** What the host reads of the machine itself. Absent where it is observed from inside only. */
  readonly memory?: MachineMemory
  readonly runtime: Runtime
  /** For time limits, where time in which the machine was stopped does not count. Default: the runtime. */
  readonly deadlines?: Pick<Clock, 'now' | 'after'>
  /** The machine, as results describe it. */
  readonly description: Pick<MachineRecord, 'name' | 'description'>
  readonly ground: Ground
  /** Resolves when the machine is gone. */
  readonly lost: Promise<Problem>
  /** Whether the machine ends with the attempt, whatever still runs in it. */
  readonly disposable: boolean
  /** Time-outs are multiplied by it. */
  readonly slowness: number
  readonly emit: Emit
  /** Needs of labs that are known to be met here, as need.ts writes them: `command curl`. */
  readonly met: Set<string>
  /** Processes by the names that steps gave them. */
  readonly processes: Map<string, LabProcess>
  /** Cgroups that did not exist before one of its operations made them. */
  readonly made: Set<string>
  /** The look at the end of each step so far, by its ID: later steps may compare with it. */
  readonly ends: Map<string, Sample>
  /** The process that the present step waits for, to be killed when its time is up. */
  current: LabProcess | undefined
  /** Resolves these names to processes again; `patient` waits for one that does not exist yet. */
  settle(names: Iterable<string>, patient: boolean): Promise<void>
  /** Milliseconds on the agent's clock. */
  now(): number
  /** A key for a process, unique in the session. */
  newKey(name: string): string
}

/** What a session begins with. */
export interface SessionOpening
  extends Pick<
    Session,
    'attempt' | 'client' | 'hello' | 'ptrace' | 'runtime' | 'deadlines' | 'lost' | 'emit' | 'memory'
  > {
  readonly machine: Machine
}

/** Opens a session that is observed by the agent, or by another observer. */
export function openSession(
  { machine, ...opening }: SessionOpening,
  observer: (session: Session) => Observer = agentObserver,
): Session {
  const { client, hello, runtime, deadlines = runtime } = opening
  const { name, description, slowness, disposable } = machine
  const clock = { at: hello.at, seen: deadlines.now() }
  let keys = 0
  const session = {
    ...opening,
    description: { name, description },
    cgroup: hello.cgroup.base,
    host: hello.host,
    ground: { cgroup: hello.cgroup.base, controllers: hello.cgroup.controllers, shell: hello.shell },
    slowness,
    disposable,
    met: machine.met ?? new Set(),
    processes: new Map<string, LabProcess>(),
    made: new Set<string>(),
    ends: new Map<string, Sample>(),
    current: undefined,
    look: async (sources: BoundSource[]) => {
      if (sources.length === 0) return []
      const { at, looks } = await client.call('look', { sources })
      clock.at = at
      clock.seen = deadlines.now()
      return looks
    },
    settle: async (names: Iterable<string>, patient: boolean) => {
      const running = [...names].flatMap(name => session.processes.get(name) ?? [])
      await Promise.all(
        running.map(each => {
          // It has been waited for already, for as long as its step allows.
          const isOverdue = 'errno' in each.meant && each.meant.errno === 'ETIMEDOUT'
          const timeout = patient && !isOverdue ? settlePatience * slowness : 0
          return each.ended ? undefined : settleAgain(each, client, timeout)
        }),
      )
    },
    now: () => clock.at + (deadlines.now() - clock.seen),
    newKey: (name: string) => `${name}-${++keys}`,
  } as Mutable<Session>
  session.observer = observer(session)
  return session
}

/** Milliseconds that a look waits for a process, before scaling by the machine's slowness. */
const settlePatience = 5_000

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const agentObserver = (session: Session): Observer => ({
  sample: (checks, moment) => observe(checks, moment, session),
})

/** The machine as evidence records it. */
export function machineRecord({ description, hello, ptrace }: Session): MachineRecord {
  const { release, node, cgroup } = hello
  return { ...description, release, node, cgroup: cgroup.base, controllers: cgroup.controllers, ptrace }
}

/** Gives a machine that is a copy of a saved one the time of the host and randomness of its own. */
export const renew = (client: AgentClient, { date, random }: Runtime) =>
  client.call('renew', { now: date(), entropy: btoa(String.fromCharCode(...random(64))) })
