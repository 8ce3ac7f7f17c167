import { basename, dirname } from 'node:path/posix'
import type { ProblemText } from '../problem.ts'
import { cgroupFiles } from './cgroup-file.ts'

/** A system call that failed. */
export interface Failure {
  readonly errno: string
  /** `open`, `write`, `read`, `mkdir`, `rmdir`, `mount`, `unshare`, `fork`. */
  readonly syscall: string
  readonly path?: string
  /** What was written, or the type of the file system that was to be mounted. */
  readonly text?: string
}

/** What really is wrong, and what to do. */
export interface Explanation extends ProblemText {
  readonly code: string
}

/** Texts that were read after the failure; undefined where one could not be read. */
export type Surroundings = { readonly [K in SurroundingName]?: string | undefined }

export type SurroundingName =
  | 'controllers' // cgroup.controllers of the cgroup
  | 'above' // cgroup.controllers of the cgroup above it
  | 'enabled' // its own cgroup.subtree_control
  | 'members' // its cgroup.procs
  | 'stat' // its cgroup.stat
  | 'type' // its cgroup.type
  | 'mountinfo' // of the process that failed
  | 'pidsMax' // of the cgroup in which a fork failed
  | 'pidsCurrent'
  | 'userNamespaceClone' // /proc/sys/kernel/unprivileged_userns_clone
  | 'userNamespaceApparmor' // /proc/sys/kernel/apparmor_restrict_unprivileged_userns
  | 'userNamespaceMax' // /proc/sys/user/max_user_namespaces

/** A failure with all that helps to explain it. */
export interface Scene extends Failure {
  /** The cgroup: the directory itself for mkdir and rmdir, else the one the file is in. */
  readonly cgroup: string
  /** The cgroup above it. */
  readonly parent: string
  /** The name of the file, or of the directory. */
  readonly file: string
  /** The controller the file belongs to. */
  readonly controller: string | undefined
  readonly around: Surroundings
}

/** One thing that can be wrong; the first row that fits explains. */
export interface Cause {
  readonly syscall: readonly string[]
  readonly errno: readonly string[]
  /** The name of the file must be like this. */
  readonly file?: RegExp
  readonly when?: (scene: Scene) => boolean
  readonly text: (scene: Scene) => ProblemText
}

export function sceneOf(failure: Failure, around: Surroundings): Scene {
  const path = failure.path ?? ''
  const cgroup = isDirectoryCall(failure) ? path : dirname(path)
  const file = basename(path)
  const controller = Object.hasOwn(cgroupFiles, file) ? cgroupFiles[file]?.controller : undefined
  return { ...failure, cgroup, parent: dirname(cgroup), file, controller, around }
}

function isDirectoryCall({ syscall }: Failure): boolean {
  return syscall === 'mkdir' || syscall === 'rmdir'
}
