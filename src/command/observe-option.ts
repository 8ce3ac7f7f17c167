import { Option } from 'commander'
import { type Observe, type Side, sides } from '../attempt/observer/machine-memory.ts'
import { oneOf } from './option-value.ts'

/** From where each verb observes, where its machine can be. */
const usual: Readonly<Record<string, Side>> = {
  learn: 'inside',
  run: 'both',
  replay: 'both',
  'hand-in': 'both',
  prove: 'both',
}

/** The option of a verb that chooses from where the machine is observed; none where it makes no attempt. */
export function observeOptions(verb: string): Option[] {
  const side = usual[verb]
  if (side === undefined) return []
  const help = `who reads what the kernel says: the agent inside the machine, the host from its memory (vm only), or both, which must agree (default: ${side}${side === 'inside' ? '' : '; inside where the memory cannot be read'})`
  return [new Option('--observe <side>', help).choices(sides).argParser(oneOf(sides))]
}

export interface ObserveOptions {
  readonly observe?: Side
}

export const observeFor = (verb: string, { observe }: ObserveOptions): Observe => ({
  from: observe ?? usual[verb] ?? 'inside',
  asked: observe !== undefined,
})
