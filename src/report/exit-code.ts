import type { Problem, ProblemKind } from '../problem.ts'
import type { Outcome } from '../verdict/verdict.ts'

/** The exit codes of unboxed. */
export const exitCodes = {
  /** Every check of every lab passed. */
  passed: 0,
  /** A check failed. */
  failed: 1,
  /** The command line or a lab file is wrong. */
  usage: 2,
  /** It could not be run or judged: the machine failed, or unboxed did. */
  machine: 3,
  /** This kernel or machine cannot show what a lab needs. */
  unsupported: 4,
  /** Ended by a signal: Ctrl-C, SIGTERM or SIGHUP. */
  interrupted: 130,
  /** Whoever read its output has gone before it was written; as of a program that SIGPIPE ended. */
  readerGone: 141,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Everything an exit code depends on. */
export interface Ending {
  /** Of each attempt, or of each proof. */
  readonly outcomes: readonly Outcome[]
  /** Of problems that stopped the command. */
  readonly problems?: readonly ProblemKind[]
  readonly interrupted?: boolean
}

/**
 * The one place where exit codes are decided. The first that applies: interrupted; a wrong command line or lab file, since
 * nothing ran as meant; what could not be run or judged, since running again may change everything; a failed check; what is
 * unsupported here. Nothing judged at all, or only skipped, is not a pass.
 */
export function exitCode({ outcomes, problems = [], interrupted = false }: Ending): ExitCode {
  if (interrupted) return exitCodes.interrupted
  if (problems.includes('usage')) return exitCodes.usage
  if (problems.includes('machine') || outcomes.includes('error')) return exitCodes.machine
  if (outcomes.includes('fail')) return exitCodes.failed
  if (problems.includes('unsupported') || outcomes.includes('unsupported')) return exitCodes.unsupported
  const passed = outcomes.length > 0 && outcomes.every(outcome => outcome === 'pass')
  return passed ? exitCodes.passed : exitCodes.machine
}

/** The exit code of a command that a problem ended. */
export const exitCodeOf = ({ kind }: Pick<Problem, 'kind'>): ExitCode =>
  exitCode({ outcomes: [], problems: [kind] })
