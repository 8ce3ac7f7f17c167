import type { Cut, OutsideReading, Reading } from './reading.ts'

/**
 * What somebody did by hand in the terminals of a machine, and what was seen meanwhile. The process that each name of the lab stands for
 * is not recorded: it follows from the looks, so that a corrected lab can be judged by them again.
 */
export interface HandRecord {
  /** PID of a process in the machine's own namespaces. */
  readonly host: number
  /** In the order in which they were started. */
  readonly commands: readonly HandCommand[]
  /** In the order in which they were made. */
  readonly looks: readonly HandLook[]
  /** What was answered to the questions of steps, each at most 256 characters; the last one counts. */
  readonly answers?: readonly { readonly step: string; readonly text: string; readonly at: number }[]
  /** Which process somebody said a name stands for; of several for one name the latest counts. */
  readonly marks?: readonly HandMark[]
  /** When each step was given up or finished, in the order of the lab, if the actor said so; absent: a step ends once it is done. */
  readonly closed?: readonly { readonly step: string; readonly at: number }[]
}

/** A command as a shell executed it. Times are milliseconds on the agent's clock. */
export interface HandCommand {
  /** The terminal it was typed into, from 1. */
  readonly terminal: number
  /** The step that was open as it started. */
  readonly step: string
  /** With completion and history resolved, if the shell told; else as it was typed. It may have several lines. */
  readonly line: string
  readonly startedAt: number
  /** Absent while it runs, or if nothing told its end. */
  readonly endedAt?: number
  /** What the terminal showed, without control sequences. */
  readonly output: string
  /** The gap in the output. */
  readonly cut?: Cut
  /** `$?`, from the shell's mark: anybody can print one. */
  readonly status?: number
  /** Milliseconds after which it was interrupted with Ctrl-C. */
  readonly interruptedAfter?: number
  /** Whether it used the alternate screen, so that it can't be performed again. */
  readonly fullScreen?: true
}

/** One look at everything that the open step and the next one ask for. */
export interface HandLook {
  /** Milliseconds on the agent's clock. */
  readonly at: number
  /** Every process that came into being in this attempt, the oldest first. */
  readonly processes: readonly HandProcess[]
  /** Of all processes that a name could stand for. */
  readonly readings: readonly Reading[]
  /** The same from outside, where the machine was observed so. */
  readonly outside?: readonly OutsideReading[]
  /** A command was running at a terminal that did not wait for input, so what it shows may be a state on the way to another. */
  readonly busy?: true
}

/** That a name stands for this process, and no other, from this moment on (milliseconds on the agent's clock). */
export interface HandMark extends Pick<HandProcess, 'pid' | 'start'> {
  readonly name: string
  readonly at: number
}

/** How many processes a look examines: of more, the youngest are left out. */
export const mostExamined = 64

export interface HandProcess {
  readonly pid: number
  /** Clock ticks since boot; proc_pid_stat(5). With it, a PID that is used again is another process. */
  readonly start: number
  readonly parent: number
  /** The directory of its cgroup. */
  readonly cgroup: string
  /** A login shell or its terminal that is where it was started: no name stands for it. */
  readonly login?: true
}
