/**
 * The protocol between runner and agent: one JSON object a line, both ways, over any byte stream.
 * The agent performs and reads; it knows neither labs nor checks. Replies carry the request's `id`; events carry none.
 */
export const protocolVersion = 1

/** The requests of the runner and their answers. Each key is the `do` of a request. */
export interface Calls {
  /** Handshake. The first request on a channel. */
  hello: { ask: object; answer: Hello }
  /** Answered while the agent, and the process that starts others for it, are at work. */
  ping: { ask: object; answer: null }
  /** Sets the wall clock (ms since the epoch) and mixes fresh entropy (base64) into the kernel's random state. */
  renew: { ask: { now: number; entropy: string }; answer: null }
  /** Forbids every process of the machine to trace another, for as long as the kernel runs; whether the kernel can do that. */
  'refuse-ptrace': { ask: object; answer: { refused: boolean } }
  /** mkdir(2), mode 0755; parents must exist; `EEXIST` is an error. Undone by `clean`. */
  'make-directory': { ask: { path: string }; answer: null }
  /** Writes to a file that exists (never O_CREAT): kernel interface files. */
  write: { ask: { path: string; text: string }; answer: null }
  /** Makes or replaces an ordinary file. Undone by `clean`. */
  put: { ask: { path: string; text: string; mode: number }; answer: null }
  /** Looks at many things at once; a source that can't be read is a reading with an errno, not an error of the call. */
  look: { ask: { sources: BoundSource[] }; answer: { at: number; looks: Look[] } }
  /** Starts a process; its output and end come as events with this `key`. */
  start: { ask: Start; answer: { pid: number; at: number } }
  /**
   * Writes to the standard input of a started process; `end` closes it. `until` is a mark that the text makes a shell print at its
   * end, on a line of its own with the exit status behind it: the present section of output ends there.
   */
  type: { ask: { key: string; text: string; end?: boolean; until?: string }; answer: null }
  /** Ends the present section of output of a started process; the event `section` comes before the answer. */
  'end-section': { ask: { key: string }; answer: null }
  /**
   * Follows wrappers (linux/wrapper.ts) from a started process down to the program that its words end in, waiting for it at most
   * `timeout` ms. `ETIMEDOUT` tells what it waited for, `ESRCH` that the process has ended.
   */
  settle: { ask: { pid: number; timeout: number }; answer: Settled }
  /** kill(2) of the process group of a started process. */
  signal: { ask: { key: string; signal: string }; answer: null }
  /** Kills every process of a cgroup and below (cgroup.kill; else SIGKILL until empty), waits for `populated 0` at most `timeout` ms. */
  'kill-cgroup': { ask: { path: string; timeout: number }; answer: null }
  /** rmdir(2) of a cgroup and those below it, retried while EBUSY at most `timeout` ms. */
  'remove-cgroup': { ask: { path: string; timeout: number }; answer: null }
  /** Lists processes, cgroups, mounts, namespaces and network links. */
  census: { ask: object; answer: Census }
  /** Notes what the machine is like, for `clean` to come back to, unless it was noted since the last one. */
  mark: { ask: object; answer: null }
  /**
   * Comes back to the mark: ends what labs have started, removes what is new, restores what has changed, and takes back what
   * `put` and `make-directory` made. On a machine where others work too, processes are the labs' when they are in a cgroup
   * below `base`, in the mount namespace of labs, or descend from what this agent has started.
   */
  clean: {
    ask: { timeout: number }
    /** What was found and taken back, but for what the runner asked for and what goes with it; and what could not be. */
    answer: { removed: Leftover[]; remaining: Leftover[] }
  }
  /** Sets the size of the terminal of a process started with `terminal`. */
  resize: { ask: { key: string; rows: number; columns: number }; answer: null }
}

export type Do = keyof Calls
export type Request = { [D in Do]: { id: number; do: D } & Calls[D]['ask'] }[Do]
export type Reply = { id: number; ok: unknown } | { id: number; error: CallError }

export interface Settled {
  readonly pid: number
  /** From the started process down to it. */
  readonly chain: readonly number[]
  /** What it was called with, cut off at `mostText` characters. */
  readonly words: readonly string[]
  /** A process that its parent's words did not tell of, taken for being the only one. */
  readonly guessed?: true
}

/** A system call that failed, or a request that made no sense (`errno` absent). */
export interface CallError {
  readonly errno?: string // ENOENT, EBUSY, …
  /** Why labs can have no cgroups in this machine, where that is the reason; `path` is then the place it is about. */
  readonly code?: CgroupTrouble
  readonly syscall?: string
  readonly path?: string
  /** What was being written, cut off at `mostText`. */
  readonly text?: string
  readonly message: string
}

/** What the agent found instead of a place for the cgroups of labs; kernel/hierarchy.ts explains each. */
export type CgroupTrouble =
  | 'cgroup-not-mounted'
  | 'cgroup-legacy'
  | 'cgroup-hybrid'
  | 'cgroup-read-only'
  | 'cgroup-no-controllers'
  | 'cgroup-none-enabled'
  | 'cgroup-taken'

/** How many characters of what was written an error carries. */
export const mostText = 256

export interface Hello {
  readonly protocol: number
  /** The agent's own pid. */
  readonly pid: number
  /** A process whose namespaces are the machine's, which a lab compares with: process 1 where the machine is the labs' alone. */
  readonly host: number
  readonly node: string
  /** uname -r, uname -m. */
  readonly release: string
  readonly architecture: string
  readonly hostname: string
  /** What runs the text of steps: `bash` where there is a /bin/bash, since dash takes EBUSY, EPERM and EOPNOTSUPP for one "I/O error". */
  readonly shell: 'bash' | 'sh'
  /** Monotonic milliseconds of the agent; every `at` of this channel is on this clock. */
  readonly at: number
  readonly cgroup: {
    /** Where the labs' cgroups are made: `/sys/fs/cgroup` in a VM of our own, a delegated subtree elsewhere. */
    readonly base: string
    /** The agent's own leaf below it. */
    readonly leaf: string
    /** Controllers enabled in `base`'s cgroup.subtree_control. */
    readonly controllers: readonly string[]
  }
  /** What was left by an earlier agent that was killed, and has now been removed. */
  readonly swept: readonly Leftover[]
  /** What earlier labs have changed on this machine, and nobody has taken back. */
  readonly remaining: readonly Leftover[]
}

/** A `Source` of kernel/fact.ts with every name filled in. */
export type BoundSource =
  | { read: 'file'; path: string; inside?: { pid: number | string; namespaces: readonly string[] } }
  | { read: 'link' | 'list' | 'stat'; path: string }
  | {
      read: 'command'
      argv: readonly string[]
      inside?: { pid: number | string; namespaces: readonly string[] }
    }

/** What one source held: raw text, or why there is none. In the order asked. */
export type Look = { readonly text: string } | { readonly errno: string; readonly message: string }

export interface Start {
  /** The runner's name for it, unique on the channel. */
  key: string
  /** The cgroup it is started into: a shell called `unboxed-enter` writes 0 to its cgroup.procs, then becomes `argv`. */
  cgroup?: string
  argv: string[]
  env: Record<string, string>
  cwd: string
  /** `none` is /dev/null; `open` can be typed into. */
  stdin: 'none' | 'open'
  /** Bytes kept of the head and of the tail of each stream in each section; what is between is counted and dropped, the writer never blocks. */
  keep: number
  /** An `unboxed-enter` stays as its parent, so that it is no group leader, and waits also for what leaves its own parent. */
  adopt?: boolean
  /** Run on a pseudo-terminal of this size; stdout carries both streams. */
  terminal?: { rows: number; columns: number }
}

/** Events of the agent, which are no answers. */
export type AgentEvent =
  /** Sent when the agent is ready for requests. */
  | { event: 'ready' }
  /** A piece of output (UTF-8 text, broken sequences replaced), in order, until `keep` bytes of that stream were sent in this section. */
  | { event: 'output'; key: string; stream: Stream; text: string }
  /** The head of this stream is full: what comes now is told at the end of the section. */
  | { event: 'held'; key: string; stream: Stream }
  /** A section has ended and the next begins. `code`: the exit status behind the mark; null: `end-section` asked for it. */
  | ({ event: 'section'; key: string; code: number | null } & SectionEnd)
  /** The process ended, and with it its last section. Sent at exit, whoever still holds the pipes. */
  | ({ event: 'exit'; key: string; code: number | null; signal: string | null; at: number } & SectionEnd)

export type Stream = 'stdout' | 'stderr'

/** What is known of a section beyond the head of its output. */
export interface SectionEnd {
  /** What came last, at most `keep` bytes. */
  tails: Record<Stream, string>
  /** Bytes between head and tail, which were not kept. */
  dropped: Record<Stream, number>
  /** Lines of the whole that are not blank, as linux/lines.ts counts them. */
  lines: Record<Stream, number>
}

export type Message = Reply | AgentEvent

/** What exists at one moment. */
export interface Census {
  processes: {
    pid: number
    start: number
    name: string
    cgroup: string
    namespaces: Record<string, string>
  }[]
  /** Paths, deepest last. */
  cgroups: string[]
  /** Lines of /proc/PID/mountinfo of the host. */
  mounts: string[]
  /** `pid:[4026531836]`, of every process and bind mount seen. */
  namespaces: string[]
  /** Network links of the agent's own network namespace. */
  links: string[]
}

export interface Leftover {
  kind:
    | 'process'
    | 'cgroup'
    | 'mount'
    | 'namespace'
    | 'link'
    | 'loop'
    | 'nftables'
    | 'hostname'
    | 'sysctl'
    | 'ipc'
    | 'file'
  /** As a person would name it: `sleep (pid 412)`, `/sys/fs/cgroup/mygroup`. */
  what: string
  /** It could not be taken back. */
  remains?: true
}
