import type { Inventory } from './inventory.ts'

/**
 * The protocol between runner and agent: one JSON object per line, in both directions, over any byte stream.
 * The agent performs and reads; it knows neither labs nor checks. A reply carries the `id` of its request; events have none.
 */
export const protocolVersion = 1

/** The runner's requests and their answers. Each key is the `do` of a request. */
export interface Calls {
  /** Handshake. The first request on a channel. */
  hello: { ask: object; answer: Hello }
  /** Answered while the agent and its starter process work. */
  ping: { ask: object; answer: null }
  /** Sets the wall clock (ms since the epoch) and reseeds the kernel's random number generator with fresh entropy (base64). */
  renew: { ask: { now: number; entropy: string }; answer: null }
  /** Disables ptrace for every process until the machine reboots (Yama); `refused`: whether the kernel supports that. */
  'refuse-ptrace': { ask: object; answer: { refused: boolean } }
  /** mkdir(2), mode 0755. The parent must exist; `EEXIST` is an error. Undone by `clean`. */
  'make-directory': { ask: { path: string }; answer: null }
  /** Writes to an existing file (never O_CREAT), for kernel interface files. */
  write: { ask: { path: string; text: string }; answer: null }
  /** Creates or replaces a regular file. Undone by `clean`. */
  put: { ask: { path: string; text: string; encoding?: 'base64'; mode: number }; answer: null }
  /** Appends to a file that was put: one call carries at most a part of a large one. */
  append: { ask: { path: string; text: string; encoding?: 'base64' }; answer: null }
  /** Reads many sources at once. A source that cannot be read yields an errno, not an error of the call. */
  look: { ask: { sources: BoundSource[] }; answer: { at: number; looks: Look[] } }
  /** Starts a process; its output and exit come as events with this `key`. */
  start: { ask: Start; answer: { pid: number; at: number } }
  /**
   * Writes to the standard input of a started process; `end` closes it. `until` is a mark that the text makes a shell print at its
   * end, on its own line and followed by the exit status. The current section of output ends there.
   */
  type: { ask: { key: string; text: string; end?: boolean; until?: string }; answer: null }
  /** Ends the current section of output of a started process; the event `section` precedes the answer. */
  'end-section': { ask: { key: string }; answer: null }
  /**
   * Follows wrappers (linux/wrapper.ts) from a started process down to the program that its words end in, and waits for it at most
   * `timeout` ms. Fails with `ETIMEDOUT`, whose message says what it waited for, or `ESRCH` if the process has ended.
   */
  settle: { ask: { pid: number; timeout: number }; answer: Settled }
  /** kill(2) for the process group of a started process. */
  signal: { ask: { key: string; signal: string }; answer: null }
  /** Kills every process in a cgroup and below (cgroup.kill, or SIGKILL until it is empty) and waits for `populated 0`, at most `timeout` ms. */
  'kill-cgroup': { ask: { path: string; timeout: number }; answer: null }
  /** rmdir(2) for a cgroup and those below it, retried on EBUSY for at most `timeout` ms. */
  'remove-cgroup': { ask: { path: string; timeout: number }; answer: null }
  /** Lists processes, cgroups, mounts, namespaces and network links. */
  census: { ask: object; answer: Census }
  /** Records the state of the machine, which `clean` restores, unless it was recorded since the last `clean`. */
  mark: { ask: object; answer: null }
  /**
   * Restores the mark: kills processes of labs, removes what is new, restores what has changed, and undoes `put` and
   * `make-directory`. On a shared machine, a process belongs to labs if it is in a cgroup below `base`, in the mount namespace of
   * labs, or a descendant of a process that this agent started.
   */
  clean: {
    ask: { timeout: number }
    /** What was found and reverted, except what the runner asked for and its consequences; and what could not be reverted. */
    answer: { removed: Leftover[]; remaining: Leftover[] }
  }
  /** Sets the size of the terminal of a process that was started with `terminal`. */
  resize: { ask: { key: string; rows: number; columns: number }; answer: null }
  /** Reports what happens on the terminal of a process that was started with `terminal`. */
  terminal: { ask: { key: string }; answer: TerminalState }
  /** Lists the processes that labs could mean: all but the agent's own; on a shared machine, only those of labs. */
  processes: { ask: object; answer: ProcessList }
  /** Reads the state of what labs work with: the same processes, cgroups, and what is in each namespace. */
  inventory: { ask: object; answer: Inventory }
}

export type Do = keyof Calls
export type Request = { [D in Do]: { id: number; do: D } & Calls[D]['ask'] }[Do]
export type Reply = { id: number; ok: unknown } | { id: number; error: CallError }

export interface Settled {
  readonly pid: number
  /** From the started process down to it. */
  readonly chain: readonly number[]
  /** Its command line, truncated to `mostText` characters. */
  readonly words: readonly string[]
  /** Set if the process has unexpected words and was accepted as the only child. */
  readonly guessed?: true
}

/** A failed system call, or an invalid request (without `errno`). */
export interface CallError {
  readonly errno?: string // ENOENT, EBUSY, …
  /** Why labs cannot have cgroups on this machine, if that is the reason; `path` is then the cgroup directory concerned. */
  readonly code?: CgroupTrouble
  readonly syscall?: string
  readonly path?: string
  /** The text being written, truncated to `mostText` characters. */
  readonly text?: string
  readonly message: string
}

/** Why there is no place for the labs' cgroups; kernel/hierarchy.ts explains each. */
export type CgroupTrouble =
  | 'cgroup-not-mounted'
  | 'cgroup-legacy'
  | 'cgroup-hybrid'
  | 'cgroup-read-only'
  | 'cgroup-no-controllers'
  | 'cgroup-none-enabled'
  | 'cgroup-taken'

/** Characters of a text or command line that a message carries. */
export const mostText = 256

export interface Hello {
  readonly protocol: number
  /** The agent's own pid. */
  readonly pid: number
  /** PID of a process whose namespaces count as the machine's: process 1 if the machine is only for labs. */
  readonly host: number
  readonly node: string
  /** uname -r, uname -m. */
  readonly release: string
  readonly architecture: string
  readonly hostname: string
  /** The shell that runs the text of steps: `bash` if /bin/bash exists, since dash prints "I/O error" for EBUSY, EPERM and EOPNOTSUPP alike. */
  readonly shell: 'bash' | 'sh'
  /** Milliseconds on the agent's monotonic clock, the clock of every `at` on this channel. */
  readonly at: number
  readonly cgroup: {
    /** Where the labs' cgroups are created: `/sys/fs/cgroup` in `vm`, a delegated subtree elsewhere. */
    readonly base: string
    /** The agent's own leaf below it. */
    readonly leaf: string
    /** Controllers enabled in `base`'s cgroup.subtree_control. */
    readonly controllers: readonly string[]
  }
  /** What killed agents left behind and this one has removed. */
  readonly swept: readonly Leftover[]
  /** What earlier labs changed on this machine and nobody has reverted. */
  readonly remaining: readonly Leftover[]
}

/** A `Source` of kernel/fact.ts with all names resolved. */
export type BoundSource =
  | { read: 'file'; path: string; inside?: { pid: number | string; namespaces: readonly string[] } }
  | { read: 'link' | 'list' | 'stat' | 'xattrs' | 'statfs' | 'namespace' | 'namespace-creator'; path: string }
  | {
      read: 'command'
      argv: readonly string[]
      inside?: { pid: number | string; namespaces: readonly string[] }
    }

/** The content of one source as raw text, or why it could not be read. In the order of the request. */
export type Look = { readonly text: string } | { readonly errno: string; readonly message: string }

export interface Start {
  /** The runner's name for the process, unique on the channel. */
  key: string
  /** The cgroup it starts in: a child called `unboxed-enter` writes 0 to its cgroup.procs, then executes `argv`. */
  cgroup?: string
  argv: string[]
  env: Record<string, string>
  cwd: string
  /** `none` is /dev/null; `open` is a pipe for `type`. */
  stdin: 'none' | 'open'
  /** Bytes kept of the head and of the tail of each stream in each section. The rest is counted and dropped; the writer never blocks. */
  keep: number
  /** Whether an `unboxed-enter` stays as its parent, so that it is not a group leader, and adopts its orphans. */
  adopt?: boolean
  /** Runs it on a pseudo-terminal of this size; stdout carries both streams. */
  terminal?: { rows: number; columns: number }
}

/** Messages of the agent that are not answers. */
export type AgentEvent =
  /** Sent when the agent is ready for requests. */
  | { event: 'ready' }
  /** A piece of output (UTF-8 text, invalid sequences replaced), in order, until `keep` bytes of that stream were sent in this section. */
  | { event: 'output'; key: string; stream: Stream; text: string }
  /** The head of this stream is full; further output is sent at the end of the section. */
  | { event: 'held'; key: string; stream: Stream }
  /** A section has ended and the next begins. `code`: the exit status after the mark; null if `end-section` ended it. */
  | ({ event: 'section'; key: string; code: number | null } & SectionEnd)
  /** The process has exited, and its last section has ended. Sent at exit, even if other processes still hold the pipes. */
  | ({ event: 'exit'; key: string; code: number | null; signal: string | null; at: number } & SectionEnd)

export type Stream = 'stdout' | 'stderr'

/** The rest of a section after the head of its output. */
export interface SectionEnd {
  /** The end of the output, at most `keep` bytes. */
  tails: Record<Stream, string>
  /** Bytes between head and tail that were dropped. */
  dropped: Record<Stream, number>
  /** Nonblank lines of the whole section, as linux/lines.ts counts them. */
  lines: Record<Stream, number>
}

export type Message = Reply | AgentEvent

/** The innermost terminal of a started process: sudo, su, script and the like relay a terminal to another one, on which their command runs. */
export interface TerminalState {
  /** The path of its device; null if no process uses it any more. */
  readonly tty: string | null
  /** The process group in its foreground; 0 if none. */
  readonly group: number
  /** Whether a process of that group waits for input from the terminal and none of them computes. */
  readonly isWaiting: boolean
  /** Milliseconds since the last output of the started process, or since its start. */
  readonly quiet: number
}

export interface ProcessList {
  /** Milliseconds on the agent's clock. */
  readonly at: number
  /** The oldest first, at most `mostProcesses`. */
  readonly processes: readonly ListedProcess[]
  /** The number of those left out. */
  readonly more: number
}

export interface ListedProcess {
  readonly pid: number
  /** Clock ticks since boot; proc_pid_stat(5). */
  readonly start: number
  readonly parent: number
  readonly name: string
  /** The directory of its cgroup. */
  readonly cgroup: string
  /** Links of /proc/PID/ns by kind, such as `pid:[4026531836]`. */
  readonly namespaces: Readonly<Record<string, string>>
  /** Its controlling terminal; null if it has none. */
  readonly tty: string | null
}

/** Processes that one answer lists. */
export const mostProcesses = 512

/** What existed at one moment. */
export interface Census {
  processes: {
    pid: number
    start: number
    name: string
    cgroup: string
    namespaces: Record<string, string>
  }[]
  /** Paths, parents first. */
  cgroups: string[]
  /** Lines of /proc/PID/mountinfo of the host. */
  mounts: string[]
  /** Names such as `pid:[4026531836]`, of every process and bind mount. */
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
  /** A name for people: `sleep (pid 412)`, `/sys/fs/cgroup/mygroup`. */
  what: string
  /** Set if it could not be reverted. */
  remains?: true
}
