import type { MachineRecord } from '../evidence/evidence.ts'
import type { Lab } from '../lab/lab.ts'
import type { Machine } from '../machine/machine.ts'
import type { Ground } from '../plan/plan.ts'
import type { Problem } from '../problem.ts'
import type { AgentClient } from '../protocol/client.ts'
import type { Hello } from '../protocol/message.ts'
import type { Running } from './actor/process.ts'
import type { RunEvent } from './event.ts'
import type { Scene } from './observer/bind.ts'

/** One lab in one machine: what its operations and looks share. */
export interface Session extends Scene {
  readonly lab: Lab
  readonly client: AgentClient
  readonly hello: Hello
  /** What the machine says of itself. */
  readonly description: Pick<MachineRecord, 'name' | 'description'>
  readonly ground: Ground
  /** Resolves when the machine is gone. */
  readonly lost: Promise<Problem>
  /** Time-outs are multiplied by it. */
  readonly slowness: number
  readonly emit: (event: RunEvent) => void
  /** By the name a step gave them. */
  readonly processes: Map<string, Running>
  /** What the present step waits for, so that a time-out knows what to kill. */
  current: Running | undefined
  /** The agent's clock at the last look, milliseconds. */
  now(): number
}

/** What a session begins with. */
export interface Opening extends Pick<Session, 'lab' | 'client' | 'hello' | 'lost' | 'emit'> {
  readonly machine: Machine
}

export function openSession({ machine, ...opening }: Opening): Session {
  const { client, hello } = opening
  const { name, description, slowness } = machine
  const clock = { at: hello.at, seen: performance.now() }
  return {
    ...opening,
    description: { name, description },
    cgroup: hello.cgroup.base,
    agent: hello.pid,
    ground: { cgroup: hello.cgroup.base, controllers: hello.cgroup.controllers },
    slowness,
    processes: new Map(),
    current: undefined,
    look: async sources => {
      if (sources.length === 0) return []
      const { at, looks } = await client.call('look', { sources })
      clock.at = at
      clock.seen = performance.now()
      return looks
    },
    now: () => clock.at + (performance.now() - clock.seen),
  }
}

/** What evidence keeps of the machine. */
export function machineRecord({ description, hello }: Session): MachineRecord {
  const { release, node, cgroup } = hello
  return { ...description, release, node, cgroup: cgroup.base, controllers: cgroup.controllers }
}
