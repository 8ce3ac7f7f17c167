/** The dozen kinds of things a lab does to a machine. Built before anything is done; shown, carried out and undone by tables over it. */
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
  /** Ends everything inside, from above. */
  | { readonly op: 'kill-cgroup'; readonly path: string }
  | { readonly op: 'remove-cgroup'; readonly path: string }
  /** Ends a process that a step named. */
  | { readonly op: 'end'; readonly as: string }

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

/** What takes an operation back, in order; nothing where it goes with what it was done to. */
export const undo = (operation: Operation): readonly Operation[] => undoes[operation.op](operation as never)

const nothing = () => []

const undoes = {
  'make-cgroup': ({ path }) => [
    { op: 'kill-cgroup', path },
    { op: 'remove-cgroup', path },
  ],
  'enable-controllers': nothing,
  'write-limit': nothing,
  'read-back': nothing,
  run: nothing,
  start: ({ as }) => [{ op: 'end', as }],
  type: nothing,
  observe: nothing,
  hold: nothing,
  'kill-cgroup': nothing,
  'remove-cgroup': nothing,
  end: nothing,
} satisfies { [K in OperationKind]: (operation: Extract<Operation, { op: K }>) => readonly Operation[] }
