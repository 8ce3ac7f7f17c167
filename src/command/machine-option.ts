import { Option } from 'commander'
import { type MachineKind, type MachineVerb, machineVerbs } from '../machine/kind.ts'
import { type MachineOptions, machineNames, machines } from '../machine/registry.ts'

const kinds: [string, MachineKind][] = Object.entries(machines)

/** The options of a verb that choose its machine: none where it opens no machine. */
export function machineOptions(verb: string): Option[] {
  if (!isMachineVerb(verb)) return []
  const ofKinds = kinds.flatMap(([name, { options }]) =>
    Object.entries(options)
      .filter(([, { verbs }]) => verbs.includes(verb))
      .map(([key, { help, value }]) => {
        const flag = value === undefined ? flagOf(key) : `${flagOf(key)} <${value}>`
        return new Option(flag, `with --machine ${name}: ${help}`)
      }),
  )
  return [machineOption(), ...ofKinds]
}

/** The chosen machine as words of a command line. */
export function machineWords(options: MachineOptions): string[] {
  const given: Readonly<Record<string, unknown>> = { ...options }
  const keys = ['machine', ...kinds.flatMap(([, kind]) => Object.keys(kind.options))]
  return keys.flatMap(key => {
    const value = given[key]
    if (value === undefined || value === false) return []
    return value === true ? [flagOf(key)] : [flagOf(key), String(value)]
  })
}

function machineOption(): Option {
  const places = kinds.map(([, { place }]) => place)
  const list = new Intl.ListFormat('en', { type: 'disjunction' }).format(places)
  const help = `where labs run: ${list} (default: vm; local in a machine made for labs)`
  return new Option('--machine <name>', help).choices(machineNames)
}

const isMachineVerb = (verb: string): verb is MachineVerb => machineVerbs.some(name => name === verb)

/** `thisMachine` is written `--this-machine`. */
const flagOf = (key: string) => `--${key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
