import { Option } from 'commander'
import { type MachineVerb, machineVerbs } from '../machine/kind.ts'
import { kindOptions, machineNames, machines } from '../machine/registry.ts'
import { oneOf } from './option-value.ts'

/** The options of a verb that choose its machine: none where it opens no machine. */
export function machineOptions(verb: string): Option[] {
  if (!isMachineVerb(verb)) return []
  const ofKinds = kindOptions
    .filter(({ verbs }) => verbs.includes(verb))
    .map(({ name, flag, value, help }) => {
      const flags = value === undefined ? flag : `${flag} <${value}>`
      return new Option(flags, `with --machine ${name}: ${help}`)
    })
  return [machineOption(), ...ofKinds]
}

const isMachineVerb = (verb: string): verb is MachineVerb => machineVerbs.some(name => name === verb)

function machineOption(): Option {
  // Not by Intl.ListFormat, which takes 10 ms to load.
  const places = machineNames.map(name => machines[name].place).join(', or ')
  const help = `where labs run: ${places} (default: vm; local in a machine made for labs)`
  return new Option('--machine <name>', help).choices(machineNames).argParser(oneOf(machineNames))
}
