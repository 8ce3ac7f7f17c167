import type { CallError, CgroupTrouble, Do } from '../../protocol/message.ts'

/** What was being done when the kernel refused it. */
export type FailureKind =
  /** Writing to a file of a cgroup. */
  | 'write'
  /** Reading a file for a check. */
  | 'read'
  /** Making or removing a cgroup. */
  | 'mkdir'
  | 'rmdir'
  /** Moving a new process into its cgroup. */
  | 'enter'
  /** Making a process, and executing its command. */
  | 'fork'
  | 'exec'
  /** Finding a place for the cgroups of all labs. */
  | 'claim'

/** Something the kernel refused to do. */
export interface Failure {
  readonly kind: FailureKind
  /** Absent only for `claim` where no system call failed: `trouble` then says what was found. */
  readonly errno?: string
  readonly trouble?: CgroupTrouble
  /** The file or directory; the command for `exec`. */
  readonly path?: string
  /** What was written. */
  readonly text?: string
  /** The line that was looked for in the file, where the file is there but the line is not; `errno` is then ENOENT. */
  readonly line?: string
  /** What `path` belongs to, as a sentence names it: `process box`. Default: the cgroup. */
  readonly subject?: string
  /** The program that was to print it, where it is not a file. */
  readonly program?: string
  /** How the agent reports it; begins with the system call that failed, such as `execve`. */
  readonly message?: string
  /** The Linux version that introduced what was read. Default: that of the cgroup file. */
  readonly since?: string
}

/** The failure behind an error of the agent; undefined where no system call failed, or none that is ever explained. */
export function failureOf(call: Do, { code, errno, syscall, path, text }: CallError): Failure | undefined {
  // Any call that needs a cgroup reports it.
  if (code !== undefined) return { kind: 'claim', trouble: code, ...(path === undefined ? {} : { path }) }
  const kind = typeof kinds[call] === 'string' ? kinds[call] : kinds[call]?.[syscall ?? '']
  if (errno === undefined || kind === undefined) return undefined
  return {
    kind,
    errno,
    ...(path === undefined ? {} : { path }),
    ...(text === undefined ? {} : { text }),
  }
}

/** What each call does; where it does several things, the failed system call decides. */
const kinds: { readonly [D in Do]?: FailureKind | Readonly<Record<string, FailureKind>> } = {
  // The first answer reports a base that could not be made.
  hello: { mkdir: 'mkdir', open: 'write', write: 'write' },
  write: 'write',
  'make-directory': 'mkdir',
  'remove-cgroup': 'rmdir',
  start: { open: 'enter', write: 'enter', fork: 'fork', execve: 'exec' },
}
