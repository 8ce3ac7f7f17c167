import { unreadable } from '../linux/unreadable.ts'

/** The states of a process, as /proc/PID/status names them in brackets; task_state_array in fs/proc/array.c. */
export const states = [
  'running',
  'sleeping',
  'disk sleep',
  'stopped',
  'tracing stop',
  'zombie',
  'dead',
  'parked',
  'idle',
] as const

/** The same by their letters in /proc/PID/stat. */
export const stateNames: Readonly<Record<string, (typeof states)[number]>> = {
  R: 'running',
  S: 'sleeping',
  D: 'disk sleep',
  T: 'stopped',
  t: 'tracing stop',
  Z: 'zombie',
  X: 'dead',
  P: 'parked',
  I: 'idle',
}

/** Seccomp modes, in the order of their numbers; seccomp(2). */
export const seccompModes = ['disabled', 'strict', 'filter'] as const

/** The four ids a process has of each kind; credentials(7). */
export interface Ids {
  readonly real: number
  readonly effective: number
  readonly saved: number
  readonly filesystem: number
}

/** The lines of the capability sets; capabilities(7). */
export const capabilityLines = {
  permitted: 'CapPrm',
  effective: 'CapEff',
  inheritable: 'CapInh',
  bounding: 'CapBnd',
  ambient: 'CapAmb',
} as const

export type CapabilitySet = keyof typeof capabilityLines

/** The lines of the sets of signals; signal(7). */
export const signalLines = {
  threadPending: 'SigPnd',
  pending: 'ShdPnd',
  blocked: 'SigBlk',
  ignored: 'SigIgn',
  caught: 'SigCgt',
} as const

export type SignalSet = keyof typeof signalLines

/** What /proc/PID/status says; proc_pid_status(5). Ids and pids are those of the reader's namespaces. */
export interface Status {
  readonly name: string
  readonly state: string
  readonly pid: number
  readonly parent: number
  readonly threads: number
  /** Its number in the reader's PID namespace first, in its own last. */
  readonly pids: readonly number[]
  readonly uid: Ids
  readonly gid: Ids
  /** Supplementary groups. */
  readonly groups: readonly number[]
  /** Capability sets, as hexadecimal masks. */
  readonly capabilities: Readonly<Record<CapabilitySet, string>>
  /** Sets of signals, as hexadecimal masks; those that wait for one thread and for the whole process apart. */
  readonly signals: Readonly<Record<SignalSet, string>>
  /** Numbers and ranges, such as `0-3`. */
  readonly cpusAllowed: string
  readonly noNewPrivs: boolean
  readonly seccomp: string
  /** Bytes in memory; absent for a zombie and a kernel thread. */
  readonly resident?: number
}

export function parseStatus(text: string): Status {
  const fields = new Map(
    [...text.matchAll(/^(\w+):[\t ]*(.*)$/gm)].map(([, key = '', value = '']) => [key, value]),
  )
  const field = (name: string, form: RegExp): string => {
    const value = fields.get(name)
    if (value === undefined || !form.test(value))
      throw unreadable(`/proc/PID/status with a line ${name}:`, value ?? text)
    return value
  }
  const number = (name: string) => Number(field(name, /^\d+$/))
  const numbers = (name: string) =>
    field(name, /^\d+(\s+\d+)*\s*$/)
      .trim()
      .split(/\s+/)
      .map(Number)
  const masks = <Set extends string>(lines: Readonly<Record<Set, string>>) =>
    Object.fromEntries(
      Object.entries<string>(lines).map(([set, line]) => [set, field(line, /^[0-9a-f]{16}$/)]),
    ) as Record<Set, string>
  return {
    name: unescapeName(field('Name', /./)),
    state: field('State', /^\S \(.+\)$/).slice(3, -1),
    pid: number('Pid'),
    parent: number('PPid'),
    threads: number('Threads'),
    pids: numbers('NSpid'),
    uid: idsOf(numbers('Uid')),
    gid: idsOf(numbers('Gid')),
    groups: field('Groups', /^[\d ]*$/)
      .split(' ')
      .filter(Boolean)
      .map(Number),
    capabilities: masks(capabilityLines),
    signals: masks(signalLines),
    cpusAllowed: field('Cpus_allowed_list', /^[\d,-]+$/),
    noNewPrivs: number('NoNewPrivs') === 1,
    seccomp: seccompModes[number('Seccomp')] ?? `mode ${number('Seccomp')}`,
    ...(fields.has('VmRSS') && { resident: Number.parseInt(field('VmRSS', /^\d+ kB$/), 10) * 1024 }),
  }
}

/** The kernel writes a newline in a name as `\n` and a backslash as `\\`. */
function unescapeName(name: string): string {
  return name.replace(/\\(n|\\)/g, (_, letter) => (letter === 'n' ? '\n' : '\\'))
}

function idsOf([real, effective, saved, filesystem]: readonly number[]): Ids {
  if (real === undefined || effective === undefined || saved === undefined || filesystem === undefined)
    throw unreadable('four ids: real, effective, saved, filesystem', String([real, effective, saved]))
  return { real, effective, saved, filesystem }
}
