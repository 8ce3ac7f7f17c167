import type { RunEvent } from '../attempt/event.ts'
import type { Problem, ProblemKind } from '../problem.ts'
import type { Outcome } from '../verdict/verdict.ts'
import { gatherResult, labOutcome } from './result.ts'

/** What a shell is told at the end. */
export const exitCodes = {
  /** Every check of every lab passed. */
  passed: 0,
  /** A check failed. */
  failed: 1,
  /** The command line or a lab file is wrong. */
  usage: 2,
  /** It could not be run or judged: the machine, or something of ours. */
  machine: 3,
  /** This kernel or machine cannot show what a lab needs. */
  unsupported: 4,
  /** Ctrl-C. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** All that decides an exit code. */
export interface Ending {
  /** What each lab came to. */
  readonly outcomes: readonly Outcome[]
  /** What kept a command from doing its work. */
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

/** The exit code of a run, from all it told. */
export function exitCodeOfRun(events: readonly RunEvent[]): ExitCode {
  const { add, result } = gatherResult()
  for (const event of events) add(event)
  const { labs, interrupted } = result()
  return exitCode({ outcomes: labs.map(labOutcome), interrupted })
}
