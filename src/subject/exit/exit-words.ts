import type { Exit } from '../../evidence/evidence.ts'
import { signalOfCode, signals } from '../../linux/signal.ts'

/** How a process ended, in words; a shell reports a command that a signal killed by a number. */
export function exitWords({ code, signal }: Exit): string {
  if (signal) return `killed by ${signal}`
  const told = signalOfCode(code ?? 0)
  return told ? `exit code ${code}, which is how a shell tells of ${told}` : `exit code ${code}`
}

/** Code and signal as facts, both with a value however it ended: `echo $?` shows 137 for a process killed by signal 9. */
export function exitValue({ code, signal }: Exit): { readonly code: number; readonly signal: string } {
  const number = signal && Object.hasOwn(signals, signal) ? signals[signal as keyof typeof signals] : 0
  return { code: code ?? 128 + number, signal: signal ?? 'none' }
}
