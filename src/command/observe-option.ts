import { Option } from 'commander'
import { type Observe, type Side, sides } from '../attempt/observer/machine-memory.ts'
import { oneOf } from './option-value.ts'

/** The verbs that make attempts. */
const verbs = ['learn', 'run', 'replay', 'hand-in', 'prove']

/** From where an attempt is observed unless somebody chooses. */
const usual: Side = 'inside'

/** The option of a verb that chooses from where the machine is observed; none where it makes no attempt. */
export function observeOptions(verb: string): Option[] {
  if (!verbs.includes(verb)) return []
  const help = `who reads what the kernel says: the agent inside the machine, the host from its memory (vm only), or both, which must agree; inside where the memory cannot be read (default: ${usual})`
  return [new Option('--observe <side>', help).choices(sides).argParser(oneOf(sides))]
}

export interface ObserveOptions {
  readonly observe?: Side
}

export const observeFor = ({ observe }: ObserveOptions): Observe => ({
  from: observe ?? usual,
  asked: observe !== undefined,
})
