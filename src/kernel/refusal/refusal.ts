import type { ProblemText } from '../../problem.ts'
import type { BoundSource } from '../../protocol/message.ts'
import { cgroupFiles } from '../cgroup-file.ts'
import { sourceName } from '../source.ts'
import type { Failure, FailureKind } from './failure.ts'

/** The state of the machine around a failure. */
export interface Surroundings {
  /** Texts of files as they were just after the failure; absent where one could not be read, or was not. */
  readonly texts: { readonly [K in SurroundingName]?: string }
  /** The same for the sources that a cause asks for with `reads`, by `sourceName`. */
  readonly files?: Readonly<Record<string, string>>
  readonly machine?: {
    /** Its kind: `vm`, `vagrant`, `local`. */
    readonly name?: string
    /** Of the kernel. */
    readonly release: string
    /** The controllers that the cgroups of labs can have. */
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
  | 'links' // the names in /proc/PID/ns

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

/** A file of a cgroup, for a cause to read. */
export const fileIn = (cgroup: string, name: string): BoundSource => ({
  read: 'file',
  path: `${cgroup}/${name}`,
})

/** The text of one of the sources that a cause reads. */
export const fileText = ({ files }: Refusal, source: BoundSource): string | undefined =>
  files?.[sourceName(source)]

/** The cause of a refusal, and the remedy. */
export interface Explanation extends ProblemText {
  readonly code: string
  /** `state` of what was acted on, or a `machine` that lacks something; absent where the request itself was wrong, or neither is certain. */
  readonly due?: 'state' | 'machine'
}

/** One thing that can be wrong. A row of a table: the first row that fits explains the refusal. */
export interface Cause {
  readonly kinds: readonly FailureKind[]
  /** Default any. */
  readonly errnos?: readonly string[]
  /** The name of the file must be like this. */
  readonly file?: RegExp
  /** What else must be read to tell whether it fits, and to name the details. */
  readonly reads?: (refusal: Refusal) => readonly BoundSource[]
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
