/** The dozen kinds of things a lab does to a machine. Built before anything is done; shown and carried out by tables over it; the agent notes what it did, and undoes that. */
export type Operation =
  /** A directory in cgroupfs: its interface files appear by themselves. */
  | { readonly op: 'make-cgroup'; readonly path: string }
  /** Enables controllers from the top down, before any process is inside: `controllers` in a group that the plan made, else only those `needed`. */
  | {
      readonly op: 'enable-controllers'
      readonly path: string
      readonly controllers: readonly string[]
      readonly needed: readonly string[]
    }
  /** `written` is what the author wrote, `text` what the kernel gets. */
  | { readonly op: 'write-limit'; readonly file: string; readonly text: string; readonly written: string }
  /** A limit is believed once the kernel repeats it. */
  | { readonly op: 'read-back'; readonly file: string }
  /** Runs to its end. */
  | ({ readonly op: 'run' } & Launch)
  /** Keeps running under a name that checks use. */
  | ({ readonly op: 'start'; readonly as: string; readonly typed: boolean } & Launch)
  /** Typed into a standing shell, which then tells how the last command ended. */
  | { readonly op: 'type'; readonly shell: string; readonly script: string }
  /** Reads what the checks of a step ask for. */
  | { readonly op: 'observe'; readonly step: string }
  /** Keeps observing for a while after the step. */
  | { readonly op: 'hold'; readonly step: string; readonly ms: number }

export type OperationKind = Operation['op']

/** How a process comes to its place: into the cgroup first, then the namespaces, then the program. */
export interface Launch {
  /** The cgroup it is started into, absolute. */
  readonly cgroup: string
  /** Whether that is another cgroup than the one a person's shell would be in. */
  readonly own: boolean
  readonly argv: readonly string[]
  /** How a person at a shell would write `argv`: the author's own text where nothing is wrapped around it. */
  readonly line: string
}
