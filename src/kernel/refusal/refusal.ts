import type { ProblemText } from '../../problem.ts'
import { cgroupFiles } from '../cgroup-file.ts'
import type { Failure, FailureKind } from './failure.ts'

/** What is known beside the failure. */
export interface Surroundings {
  /** Texts of files as they were just after the failure; absent where one could not be read, or was not. */
  readonly texts: { readonly [K in SurroundingName]?: string }
  readonly machine?: {
    /** Of the kernel. */
    readonly release: string
    /** What the cgroups of labs can have. */
    readonly controllers: readonly string[]
  }
}

export type SurroundingName =
  | 'controllers' // cgroup.controllers of the cgroup
  | 'above' // cgroup.controllers of its parent
  | 'enabled' // its cgroup.subtree_control
  | 'members' // its cgroup.procs
  | 'type' // its cgroup.type
  | 'mountinfo' // /proc/self/mountinfo of the process that failed
  | 'status' // /proc/PID/status of the process a file belongs to

/** A failure with everything that helps to explain it. */
export interface Refusal extends Failure, Surroundings {
  /** The cgroup: the directory itself for mkdir and rmdir, else the one the file is in. */
  readonly cgroup: string
  readonly parent: string
  /** The name of the file, or of the directory. */
  readonly file: string
  /** What was looked for: the file, or a line in it. */
  readonly wanted: string
  /** The controller that the file, or the line, belongs to. */
  readonly controller: string | undefined
}

/** The actual cause of a refusal, and the remedy. */
export interface Explanation extends ProblemText {
  readonly code: string
  /** What it is due to: the state of what was acted on, or what this machine cannot do or show; absent where neither is certain. */
  readonly due?: 'state' | 'machine'
}

/** One thing that can be wrong. A row of a table: the first that fits explains the refusal. */
export interface Cause {
  readonly kinds: readonly FailureKind[]
  /** Default any. */
  readonly errnos?: readonly string[]
  /** The name of the file must be like this. */
  readonly file?: RegExp
  readonly when?: (refusal: Refusal) => boolean
  readonly due?: Explanation['due']
  readonly text: (refusal: Refusal) => ProblemText
}

export function refusalOf(failure: Failure, around: Surroundings): Refusal {
  const { kind, path = '', line } = failure
  const cgroup = kind === 'mkdir' || kind === 'rmdir' ? path : parentOf(path)
  const file = path.slice(path.lastIndexOf('/') + 1)
  const row = Object.hasOwn(cgroupFiles, file) ? cgroupFiles[file] : undefined
  return {
    ...failure,
    ...around,
    cgroup,
    parent: parentOf(cgroup),
    file,
    wanted: line === undefined ? file : `${line} in ${file}`,
    controller: row?.controller ?? (line === undefined ? undefined : row?.lineController),
  }
}

const parentOf = (path: string) => path.replace(/\/[^/]*$/, '') || '/'
