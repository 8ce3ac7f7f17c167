import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CallFailure } from './call-error.ts'
import { conversation, type WaitStatus } from './starter-conversation.ts'
import { starterScript } from './starter-script.ts'

/** What is to be started, always in a session of its own. */
export interface Command {
  readonly argv: readonly string[]
  /** Instead of `argv`: the file whose text is to be the output. */
  readonly file?: string
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** It is inside this cgroup before it is executed. */
  readonly cgroup?: string
  /** It is in these namespaces of another process before it is executed. */
  readonly inside?: { readonly pid: number; readonly namespaces: readonly string[] }
  readonly stdin?: 'none' | 'open'
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
  /** Rejects with what the kernel said when it can't be started. */
  start(command: Command, output: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void): Promise<Running>
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
export function openStarter(): Starter {
  if (!existsSync(perl))
    throw new CallFailure({ errno: 'ENOENT', path: perl, message: `the agent needs ${perl}` })
  const stdio: ('pipe' | 'inherit')[] = ['pipe', 'pipe', 'inherit']
  const child = spawn(perl, ['-e', starterScript], { env: {}, cwd: '/', detached: true, stdio })
  const { ask, request, forget } = conversation(child)
  return {
    pid: child.pid,
    async start(command, output) {
      const process = ask('start', fieldsOf(command), output)
      const { id, started, running, ended, closed } = process
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
  file = '',
  env = {},
  cwd = '/',
  cgroup,
  inside,
  stdin,
}: Command): (string | number)[] {
  const procs = cgroup === undefined ? '' : `${cgroup}/cgroup.procs`
  const namespaces = inside ? [numberOf('setns'), ...inOrder(inside.namespaces)].join(',') : ''
  const place = [cwd, procs, stdin === 'open' ? 1 : '', inside?.pid ?? '', namespaces, file]
  return [...place, argv.length, ...argv, ...Object.entries(env).flat()]
}

/** As nsenter(1) does: the user namespace first, for it gives the right to enter the others. */
function inOrder(names: readonly string[]): string[] {
  const files: Record<string, string> = { mount: 'mnt' }
  const order = ['user', 'cgroup', 'ipc', 'uts', 'net', 'pid', 'time', 'mount']
  return order.filter(name => names.includes(name)).map(name => files[name] ?? name)
}

/** Numbers of system calls that perl has no name for. */
const numbers: Partial<Record<NodeJS.Architecture, { clock_settime: number; setns: number }>> = {
  x64: { clock_settime: 227, setns: 308 },
  arm64: { clock_settime: 112, setns: 268 },
  riscv64: { clock_settime: 112, setns: 268 },
}

function numberOf(name: 'clock_settime' | 'setns'): number {
  const number = numbers[process.arch]?.[name]
  if (number !== undefined) return number
  throw new CallFailure({
    errno: 'ENOSYS',
    syscall: name,
    message: `${name} has no known number on ${process.arch}`,
  })
}
