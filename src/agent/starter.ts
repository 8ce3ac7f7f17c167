import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CallFailure } from './call-error.ts'
import { conversation, type Output, type StarterCall, type WaitStatus } from './starter-conversation.ts'
import { starterScript } from './starter-script.ts'

/** What is to be started, always in a session of its own. */
export interface Command {
  readonly argv: readonly string[]
  /** It is where labs run: it sees the mounts of the host instead of the agent's own. */
  readonly amongLabs?: true
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** It is inside this cgroup before it is executed. */
  readonly cgroup?: string
  /** It is in these namespaces of another process before it is executed. */
  readonly inside?: { readonly pid: number; readonly namespaces: readonly string[] }
  readonly stdin?: 'none' | 'open'
  /** Has a parent of its own, which waits also for what leaves it: whoever begins a session of its own stays its child. */
  readonly adopt?: boolean
}

/** A process that runs. */
export interface Running {
  readonly pid: number
  readonly ended: Promise<WaitStatus>
  /** Both its output streams have been closed, by whoever had them. */
  readonly closed: Promise<void>
  type(text: string, last: boolean): void
  /** What is written from now on is of no interest. */
  forget(): void
}

export interface Starter {
  readonly pid: number | undefined
  /** A process whose namespaces are the machine's. */
  readonly host: number
  /** Rejects with what the kernel said when it can't be started. */
  start(command: Command, output: Output): Promise<Running>
  /** Starts a process that does what a part of the starter's own script says. */
  ask(part: 'look' | 'survey' | 'restore', words: readonly (string | number)[], output: Output): StarterCall
  /** Rejects when it is no longer at work. */
  ping(): Promise<void>
  /** Sets the clock (ms since the epoch) and stirs the kernel's random state. */
  renew(now: number, entropy: Uint8Array): Promise<void>
  close(): void
}

/** perl is an essential package of Debian and its children. */
export const perl = '/usr/bin/perl'

/**
 * Starts processes from a small process that does nothing else. Node's own way forks Node with all its memory, which takes
 * a quarter of a second in an emulated machine; it also joins itself to its children by sockets, and those can't be
 * opened by name as a shell does for `echo no >/dev/stderr`; and it can neither enter a cgroup or a namespace between fork
 * and exec, nor set the clock.
 */
export function openStarter(host?: number): Starter {
  if (!existsSync(perl))
    throw new CallFailure({ errno: 'ENOENT', path: perl, message: `the agent needs ${perl}` })
  const stdio: ('pipe' | 'inherit')[] = ['pipe', 'pipe', 'inherit']
  const numbers = [numberOf('setns'), numberOf('statfs')].map(String)
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

/** Milliseconds after which a start is answered though its command could not be executed yet. */
const patience = 1000

/** Whoever enters a frozen cgroup does nothing more, so it can't be seen to execute its command. */
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

/** The mounts last: a path leads elsewhere afterwards. */
export function inOrder(names: readonly string[]): string[] {
  const files: Record<string, string> = { mount: 'mnt' }
  const order = ['cgroup', 'ipc', 'uts', 'net', 'time', 'mount']
  return order.filter(name => names.includes(name)).map(name => files[name] ?? name)
}

/** Numbers of system calls that perl has no name for. */
const numbers: Partial<Record<NodeJS.Architecture, Record<SystemCall, number>>> = {
  x64: { clock_settime: 227, setns: 308, statfs: 137, umount2: 166, prctl: 157 },
  arm64: { clock_settime: 112, setns: 268, statfs: 43, umount2: 39, prctl: 167 },
  riscv64: { clock_settime: 112, setns: 268, statfs: 43, umount2: 39, prctl: 167 },
}

type SystemCall = 'clock_settime' | 'setns' | 'statfs' | 'umount2' | 'prctl'

export function numberOf(name: SystemCall): number {
  const number = numbers[process.arch]?.[name]
  if (number !== undefined) return number
  throw new CallFailure({
    errno: 'ENOSYS',
    syscall: name,
    message: `${name} has no known number on ${process.arch}`,
  })
}
