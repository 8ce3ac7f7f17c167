import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CallFailure } from './call-error.ts'
import { conversation, type Output, type StarterCall, type WaitStatus } from './starter-conversation.ts'
import { starterScript } from './starter-script.ts'

/** A process to start, always in a new session. */
export interface Command {
  readonly argv: readonly string[]
  /** Whether it runs in the labs' mount namespace instead of the agent's own. */
  readonly amongLabs?: true
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** The cgroup that it enters before execve(2). */
  readonly cgroup?: string
  /** Namespaces of another process that it enters before execve(2). */
  readonly inside?: { readonly pid: number; readonly namespaces: readonly string[] }
  readonly stdin?: 'none' | 'open'
  /** Whether it gets a parent that adopts orphans (PR_SET_CHILD_SUBREAPER), so that a process that calls setsid(1) remains a descendant. */
  readonly adopt?: boolean
}

/** A running process. */
export interface Running {
  readonly pid: number
  readonly ended: Promise<WaitStatus>
  /** Resolves when every holder of its two output streams has closed them. */
  readonly closed: Promise<void>
  type(text: string, last: boolean): void
  /** Ignores all further output. */
  forget(): void
}

export interface Starter {
  readonly pid: number | undefined
  /** PID of a process whose namespaces are the machine's. */
  readonly host: number
  /** Rejects with the kernel's error if the process cannot be started. */
  start(command: Command, output: Output): Promise<Running>
  /** Starts a child that runs a part of the starter's own script. */
  ask(
    part: 'look' | 'survey' | 'restore' | 'inventory',
    words: readonly (string | number)[],
    output: Output,
  ): StarterCall
  /** Rejects if the starter no longer works. */
  ping(): Promise<void>
  /** Sets the clock (ms since the epoch) and reseeds the kernel's random number generator. */
  renew(now: number, entropy: Uint8Array): Promise<void>
  close(): void
}

/** Perl is an essential package of Debian and its derivatives. */
export const perl = '/usr/bin/perl'

/**
 * Starts processes through a small process that does nothing else. Node would fork itself with all its memory, which takes a
 * quarter of a second in an emulated machine. It would connect the children through sockets, which a shell cannot open by name for
 * `echo no >/dev/stderr`. And it can neither enter a cgroup or a namespace between fork and exec nor set the clock (decisions/015).
 */
export function openStarter(host?: number): Starter {
  if (!existsSync(perl))
    throw new CallFailure({ errno: 'ENOENT', path: perl, message: `the agent needs ${perl}` })
  const stdio: ('pipe' | 'inherit')[] = ['pipe', 'pipe', 'inherit']
  const numbers = (['setns', 'statfs', 'llistxattr', 'lgetxattr'] as const).map(name =>
    String(numberOf(name)),
  )
  const child = spawn(perl, ['-e', starterScript, String(host ?? ''), ...numbers], {
    env: {},
    cwd: '/',
    detached: true,
    stdio,
  })
  const { ask, request, forget } = conversation(child)
  return {
    pid: child.pid,
    host: host ?? process.pid,
    async start(command, output) {
      const { id, started, running, ended, closed } = ask('start', fieldsOf(command), output)
      const { pid, executed } = await started
      if (!executed && !isFrozen(command.cgroup)) await Promise.race([running, sleep(patience)])
      return {
        pid,
        ended,
        closed,
        type: (text, last) => request('type', [id, text, last ? 1 : 0]),
        forget: () => forget(id),
      }
    },
    ping: () => ask('ping', []).running,
    ask,
    async renew(now, entropy) {
      const [seconds, nanoseconds] = [Math.floor(now / 1000), Math.floor((now % 1000) * 1e6)]
      const hex = Buffer.from(entropy).toString('hex')
      await ask('renew', [seconds, nanoseconds, hex, numberOf('clock_settime')]).running
    },
    close: () => child.stdin?.end(),
  }
}

/** Milliseconds after which `start` is answered even if execve(2) has not happened yet. */
const patience = 1000

/** A process that enters a frozen cgroup stops there, so its execve(2) never happens. */
function isFrozen(cgroup: string | undefined): boolean {
  return cgroup !== undefined && /^frozen 1$/m.test(readFileSync(`${cgroup}/cgroup.events`, 'utf8'))
}

function fieldsOf({
  argv,
  env = {},
  cwd = '/',
  cgroup,
  amongLabs,
  inside,
  stdin,
  adopt = false,
}: Command): (string | number)[] {
  const procs = cgroup === undefined ? '' : `${cgroup}/cgroup.procs`
  const namespaces = inside ? inOrder(inside.namespaces).join(',') : ''
  const place = [
    cwd,
    procs,
    stdin === 'open' ? 1 : '',
    amongLabs ? 1 : '',
    adopt ? numberOf('prctl') : '',
    inside?.pid ?? '',
    namespaces,
  ]
  return [...place, argv.length, ...argv, ...Object.entries(env).flat()]
}

/** The mount namespace comes last: afterwards, paths lead elsewhere. */
export function inOrder(names: readonly string[]): string[] {
  const files: Record<string, string> = { mount: 'mnt' }
  const order = ['cgroup', 'ipc', 'uts', 'net', 'time', 'mount']
  return order.filter(name => names.includes(name)).map(name => files[name] ?? name)
}

/** Numbers of asm-generic/unistd.h. */
const generic: Record<SystemCall, number> = {
  clock_settime: 112,
  setns: 268,
  statfs: 43,
  umount2: 39,
  prctl: 167,
  lgetxattr: 9,
  llistxattr: 12,
}

/** Numbers of system calls that Perl does not name. */
const numbers: Partial<Record<NodeJS.Architecture, Record<SystemCall, number>>> = {
  x64: {
    clock_settime: 227,
    setns: 308,
    statfs: 137,
    umount2: 166,
    prctl: 157,
    lgetxattr: 192,
    llistxattr: 195,
  },
  arm64: generic,
  riscv64: generic,
}

type SystemCall = 'clock_settime' | 'setns' | 'statfs' | 'umount2' | 'prctl' | 'lgetxattr' | 'llistxattr'

export function numberOf(name: SystemCall): number {
  const number = numbers[process.arch]?.[name]
  if (number !== undefined) return number
  throw new CallFailure({
    errno: 'ENOSYS',
    syscall: name,
    message: `the number of ${name} on ${process.arch} is unknown`,
  })
}
