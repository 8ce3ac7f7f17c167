/** Fields of /proc/PID/stat; proc_pid_stat(5). */
export interface ProcessStat {
  readonly pid: number
  readonly name: string
  /** R, S, D, Z, … */
  readonly state: string
  readonly parent: number
  /** Its process group. */
  readonly group: number
  readonly session: number
  /** Device number of the controlling terminal; 0 if none. */
  readonly terminal: number
  /** The process group in the foreground of that terminal; -1 if none. */
  readonly foreground: number
  /** Whether it is a kernel thread. */
  readonly kernel: boolean
  /** Clock ticks of processor time that it has used, in user and in kernel mode. */
  readonly used: number
  /** Clock ticks since boot. A pid is reused; a pid with its start time is not. */
  readonly start: number
}

/** The name is in parentheses and may itself contain parentheses, spaces and newlines: it ends at the last `)`. */
export function parseProcessStat(text: string): ProcessStat {
  const [open, close] = [text.indexOf('('), text.lastIndexOf(')')]
  const rest = text.slice(close + 2).split(' ')
  const number = (field: number) => Number(rest[field - 3])
  return {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    state: rest[0] ?? '',
    parent: number(4),
    group: number(5),
    session: number(6),
    terminal: number(7),
    foreground: number(8),
    kernel: (number(9) & kernelThread) !== 0,
    used: number(14) + number(15),
    start: number(22),
  }
}

/** PF_KTHREAD of the kernel's include/linux/sched.h. */
const kernelThread = 0x00200000
