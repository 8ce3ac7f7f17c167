/** Signals and their numbers on x86-64 and arm64; signal(7). */
export const signals = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
} as const

export type SignalName = keyof typeof signals

export const signalNames = Object.keys(signals) as SignalName[]

export function isSignal(text: string): text is SignalName {
  return Object.hasOwn(signals, text)
}

/** The signal a shell means by an exit code above 128: 137 is SIGKILL. */
export function signalOfCode(code: number): SignalName | undefined {
  return signalNames.find(name => signals[name] === code - 128)
}
