import type { Environment } from '../cache/root.ts'
import type { Leftover } from '../protocol/message.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Machine, Progress } from './machine.ts'

/**
 * A kind of machine, as the command line needs it. It is loaded with the command line, so whatever takes time to load is
 * imported inside `open` and `doctor`.
 */
export interface MachineKind<O extends KindOptions = KindOptions> {
  /** Where labs run, as a noun phrase: `a fresh VM`. */
  readonly place: string
  /** Its own options of the command line, by their names in camel case. */
  readonly options: O
  /** Rejects with a `Problem` where labs must not or can't run on it. */
  open(given: Given<O>, opening: Opening): Promise<Machine>
  /** Whether it opens at once and can be given up as soon, so that it may be opened before anybody knows what for. Default: never. */
  isAtHand?(runner: Runner): Promise<boolean>
  /** Examines what it needs here; `chosen` where labs run on it when no machine is named. */
  doctor(runner: Runner, chosen: boolean): Promise<readonly Diagnosis[]>
}

export type KindOptions = Readonly<Record<string, MachineOption>>

/** An option of the command line that belongs to one kind of machine. */
export interface MachineOption {
  /** Follows `with --machine NAME: ` in the help. */
  readonly help: string
  /** The verbs that take it. */
  readonly verbs: readonly MachineVerb[]
  /** The name of its value; without one it is a flag. */
  readonly value?: string
}

/** The verbs that open a machine and let the user choose it. */
export const machineVerbs = ['learn', 'run', 'replay', 'hand-in', 'prove', 'shell', 'record'] as const
export type MachineVerb = (typeof machineVerbs)[number]

/** The values of these options in a command line. */
export type Given<O extends KindOptions> = {
  readonly [K in keyof O]?: O[K] extends { value: string } ? string : boolean
}

/** The process that runs labs, as far as machines need to know it. */
export interface Runner {
  readonly env: Environment
  /** The folder of the package: its `dist/agent.cjs`, its `scripts/image`, its `Vagrantfile`. */
  readonly root: string
  readonly platform: NodeJS.Platform
  readonly architecture: string
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** What `open` needs beside the options of its kind. */
export interface Opening {
  readonly runner: Runner
  /** Labs that may run at once, where the machine can run several. Default: one for each processor. */
  readonly jobs?: number
  readonly progress: Progress
  /** Receives the leftovers of killed runners, which have been removed. */
  readonly swept: (what: readonly Leftover[]) => void
  /** Asks a person; absent where there is none. */
  readonly confirm?: (question: string) => Promise<boolean>
}
