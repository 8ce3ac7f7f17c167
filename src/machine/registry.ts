import type { Given, MachineKind, MachineOption } from './kind.ts'
import { local } from './local/kind.ts'
import { vagrant } from './vagrant/kind.ts'
import { vm } from './vm/kind.ts'

/** Every kind of machine, by the name that `--machine` takes. A new kind is one line here and a folder beside. */
export const machines = { vm, vagrant, local } satisfies Record<string, MachineKind>

export type MachineName = keyof typeof machines

export const machineNames = Object.keys(machines) as MachineName[]

/** Every option that belongs to a kind of machine, with its key in the parsed command line and the flag that is written there. */
export const kindOptions: readonly (MachineOption & { name: string; key: string; flag: string })[] =
  Object.entries<MachineKind>(machines).flatMap(([name, { options }]) =>
    Object.entries(options).map(([key, option]) => ({ ...option, name, key, flag: flagOf(key) })),
  )

/** `thisMachine` is written `--this-machine`. */
function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}

/** The part of a command line that chooses the machine. */
export interface MachineOptions extends All<GivenTo[MachineName]> {
  /** The default machine where none is named. */
  readonly machine?: MachineName
  /** Labs at once. */
  readonly jobs?: number
}

type GivenTo = { [N in MachineName]: Given<(typeof machines)[N]['options']> }

/** The intersection of the members of a union. */
type All<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer I) => void ? I : never
