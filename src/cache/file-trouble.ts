import { lstatSync, readlinkSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** An error of the system, as Node throws it. */
export interface SystemError extends Error {
  readonly code: string
  readonly syscall: string
  readonly path?: string
}

export const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'code' in error && 'syscall' in error && typeof error.syscall === 'string'

/** Why the system refused an operation, as a clause that follows the name of the file; and what to do about it. */
export interface Trouble {
  readonly why: string
  readonly remedy: string
}

/** Explains why the system refused an operation on a file. */
export function fileTrouble({
  code,
  path = '',
  message,
}: Pick<SystemError, 'code' | 'path' | 'message'>): Trouble {
  return troubles[code]?.(path) ?? { why: message, remedy: 'Remove the cause, then try again.' }
}

const another = 'Name another place, which this user can write to.'
const space = 'Free some space there, or name a place on another file system.'
const fewer = 'End other programs, or run fewer attempts at once: --jobs 1'

/** By errno(3). */
const troubles: Readonly<Record<string, (path: string) => Trouble>> = {
  ENOSPC: () => ({ why: 'no space is left on its file system', remedy: space }),
  EDQUOT: () => ({ why: "this user's disk quota is used up", remedy: space }),
  EROFS: () => ({ why: 'its file system is read-only', remedy: another }),
  EACCES: () => ({ why: 'this user has no permission', remedy: another }),
  EPERM: () => ({ why: 'this user has no permission', remedy: another }),
  EISDIR: () => ({ why: 'it is a folder', remedy: 'Name a file.' }),
  ENOTDIR: path => ({ why: obstacleTo(path) ?? 'a part of its path is not a folder', remedy: another }),
  EEXIST: path => ({ why: obstacleTo(path) ?? 'it exists already', remedy: another }),
  ENOENT: path => ({ why: obstacleTo(path) ?? 'nothing can be created there', remedy: another }),
  ELOOP: () => ({ why: 'it leads through a circle of symbolic links', remedy: another }),
  ENAMETOOLONG: () => ({ why: 'its name is too long', remedy: 'Use a shorter name.' }),
  EIO: () => ({ why: 'its device reports an input/output error', remedy: another }),
  EMFILE: () => ({ why: 'this process may not open more files', remedy: 'Raise the limit: ulimit -n 4096' }),
  ENFILE: () => ({ why: 'this machine has too many open files', remedy: fewer }),
  EAGAIN: () => ({ why: 'no more processes or threads can be started', remedy: fewer }),
  ENOMEM: () => ({ why: 'not enough memory is free', remedy: fewer }),
}

/** The first part of a path that is not the folder it has to be. */
function obstacleTo(path: string): string | undefined {
  for (const part of partsOf(resolve(path))) {
    const obstacle = obstacleAt(part)
    if (obstacle !== undefined) return `${part} ${obstacle}`
  }
  return undefined
}

/** From the root down to the path itself. */
const partsOf = (path: string): string[] =>
  dirname(path) === path ? [path] : [...partsOf(dirname(path)), path]

function obstacleAt(path: string): string | undefined {
  if (!lstatSync(path, { throwIfNoEntry: false })) return 'does not exist and cannot be created'
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return `is a symbolic link to ${readlinkSync(path)}, which does not exist`
  return found.isDirectory() ? undefined : 'is not a folder'
}
