import { signalOfCode, signals } from './signal.ts'

/** How a process ended: its exit code, or the signal that killed it; waitpid(2). */
export interface ExitStatus {
  readonly code: number | null
  readonly signal: string | null
}

/** How a process ended, in words; a shell reports a command killed by a signal as a code above 128. */
export function exitWords({ code, signal }: ExitStatus): string {
  if (signal) return `killed by ${signal}`
  const name = signalOfCode(code ?? 0)
  return name ? `exit code ${code} (128 + ${name})` : `exit code ${code}`
}

/** Exit code and signal as facts; both always have a value, since `echo $?` shows 137 for a process killed by signal 9. */
export function exitValue({ code, signal }: ExitStatus): { readonly code: number; readonly signal: string } {
  const number = signal && Object.hasOwn(signals, signal) ? signals[signal as keyof typeof signals] : 0
  return { code: code ?? 128 + number, signal: signal ?? 'none' }
}
