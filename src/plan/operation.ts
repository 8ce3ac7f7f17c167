import type { Material } from '../lab/lab.ts'

/**
 * Everything that a lab does to a machine. A plan is complete before its first operation; tables show and perform operations; the agent
 * records what it did and undoes it.
 */
export type Operation =
  /** Makes a directory in cgroupfs; the kernel fills it with interface files. */
  | { readonly op: 'make-cgroup'; readonly path: string }
  /** Puts a file of the lab where there is none, and makes the folders that are missing. */
  | ({ readonly op: 'put-file' } & Material)
  /** Enables controllers from the top down, before any process is inside: `controllers` in a cgroup that the plan made, otherwise only those `needed`. */
  | {
      readonly op: 'enable-controllers'
      readonly path: string
      readonly controllers: readonly string[]
      readonly needed: readonly string[]
    }
  /** `written` is what the author wrote, `text` what the kernel gets. */
  | { readonly op: 'write-limit'; readonly file: string; readonly text: string; readonly written: string }
  /** Reads a limit back, since the kernel may round it. */
  | { readonly op: 'read-back'; readonly file: string }
  /** Runs to its end. */
  | ({ readonly op: 'run' } & Launch)
  /** Keeps running under a name that checks use; in the background, unless it holds the terminal as a shell does. */
  | ({ readonly op: 'start'; readonly as: string; readonly holdsTerminal: boolean } & Launch)
  /** Types into a running shell, which then reports the exit status of the last command. */
  | { readonly op: 'type'; readonly shell: string; readonly script: string }
  /** Reads everything that the checks of a step need. */
  | { readonly op: 'observe'; readonly step: string }
  /** Keeps observing for a while after the step. */
  | { readonly op: 'hold'; readonly step: string; readonly ms: number }

export type OperationKind = Operation['op']

/** How a process gets to its place: into the cgroup first, then the namespaces, then the program. */
export interface Launch {
  /** The cgroup it is started into, absolute. */
  readonly cgroup: string
  /** Whether the step names that cgroup; otherwise it is the one of a person's shell. */
  readonly own: boolean
  readonly argv: readonly string[]
  /** `argv` as a person would type it: the author's own text, unless something is wrapped around it. */
  readonly line: string
}
