import { signalNames, signals } from '../linux/signal.ts'
import { bitsOf } from './mask.ts'

/** The signals behind a mask such as SigIgn, whose lowest bit is signal 1; a real-time signal is named by its number, `SIG34`. */
export const signalSet = (mask: string): string[] => bitsOf(mask).map(bit => nameOf(bit + 1))

const nameOf = (number: number) => signalNames.find(name => signals[name] === number) ?? `SIG${number}`
