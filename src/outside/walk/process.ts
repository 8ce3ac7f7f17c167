import type { Address } from '../address.ts'
import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import { type Credentials, credentialsOf } from './credentials.ts'
import { type Namespaces, namespacesOf } from './namespaces.ts'
import { stateLetter } from './state-letter.ts'
import type { Surroundings } from './surroundings.ts'

/** A process, as the kernel's own structures show it. */
export interface Process extends Credentials {
  /** Its number in the first PID namespace. */
  readonly pid: number
  /** Its number at each level, from the first PID namespace to its own. */
  readonly pids: readonly number[]
  /** The process that is told when it ends; 0 for process 1 and for kthreadd. */
  readonly parent: number
  /** At most 15 bytes. */
  readonly name: string
  /** As in /proc/PID/stat: proc_pid_stat(5). */
  readonly state: string
  /** Clock ticks since boot, of which a second has 100. */
  readonly start: number
  readonly threads: number
  /** Whether it is a kernel thread. */
  readonly kernel: boolean
  readonly noNewPrivs: boolean
  /** 0: none; 1: strict; 2: a filter. */
  readonly seccomp: number
  readonly oomScoreAdj: number
  readonly namespaces: Namespaces
  /** Absent for a zombie. */
  readonly hostname?: string
  /** The path of its cgroup below the root of the hierarchy, such as `/box`. */
  readonly cgroup: string
  /** What it sees of the machine, where the walk was asked for that. */
  readonly surroundings?: Surroundings
}

/** Throws `Torn` if it was just being made or removed. */
export function readProcess(kernel: Kernel, task: Address, cgroupPath: (cgroup: Address) => string): Process {
  const pid = kernel.follow(task, 'task_struct.thread_pid')
  const cred = kernel.follow(task, 'task_struct.real_cred')
  const signal = kernel.follow(task, 'task_struct.signal')
  const pids = numbersOf(kernel, pid)
  const [outermost = 0] = pids
  if (outermost !== kernel.number(task, 'task_struct.tgid'))
    throw new Torn(`process ${outermost} is half there`)
  const hostname = hostnameOf(kernel, task)
  return {
    pid: outermost,
    pids,
    parent: kernel.number(kernel.follow(task, 'task_struct.real_parent'), 'task_struct.tgid'),
    name: kernel.text(task, 'task_struct.comm'),
    state: stateLetter(kernel, task),
    start: Math.floor(kernel.number(task, 'task_struct.start_boottime') / nanosecondsPerTick),
    threads: kernel.number(signal, 'signal_struct.nr_threads'),
    kernel: (kernel.number(task, 'task_struct.flags') & kernelThread) !== 0,
    ...credentialsOf(kernel, cred),
    noNewPrivs: (kernel.number(task, 'task_struct.atomic_flags') & noNewPrivs) !== 0,
    seccomp: kernel.number(task, 'task_struct.seccomp.mode'),
    oomScoreAdj: kernel.signed(signal, 'signal_struct.oom_score_adj'),
    namespaces: namespacesOf(kernel, task, pid, cred),
    ...(hostname !== undefined && { hostname }),
    cgroup: cgroupPath(kernel.follow(kernel.follow(task, 'task_struct.cgroups'), 'css_set.dfl_cgrp')),
  }
}

/** USER_HZ, in which /proc counts, is 100 on all machines that matter. */
const nanosecondsPerTick = 10_000_000

/** PF_KTHREAD of include/linux/sched.h. */
const kernelThread = 0x0020_0000

/** The bit PFA_NO_NEW_PRIVS of include/linux/sched.h. */
const noNewPrivs = 1

/** MAX_PID_NS_LEVEL of include/linux/pid_namespace.h. */
const mostLevels = 32

function numbersOf(kernel: Kernel, pid: Address): number[] {
  const level = kernel.number(pid, 'pid.level')
  if (level > mostLevels) throw new Torn(`a process with numbers at ${level} levels`)
  return Array.from({ length: level + 1 }, (_, i) =>
    kernel.number(kernel.element(pid, 'pid.numbers[]', i), 'upid.nr'),
  )
}

function hostnameOf(kernel: Kernel, task: Address): string | undefined {
  const proxy = kernel.pointer(task, 'task_struct.nsproxy')
  if (proxy === 0) return undefined
  return kernel.once('hostname', proxy, () =>
    kernel.text(kernel.follow(proxy, 'nsproxy.uts_ns'), 'uts_namespace.name.nodename'),
  )
}
