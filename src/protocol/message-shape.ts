import { inventory } from './inventory-shape.ts'
import type {
  AgentEvent,
  CallError,
  Calls,
  Census,
  CgroupTrouble,
  Do,
  Hello,
  Leftover,
  ListedProcess,
  Look,
  ProcessList,
  TerminalState,
} from './message.ts'
import { mostProcesses } from './message.ts'
import {
  atMost,
  count,
  dictionary,
  either,
  exactly,
  flag,
  holding,
  list,
  nothing,
  number,
  oneOf,
  optional,
  record,
  type Shape,
  text,
  whole,
  yes,
} from './shape.ts'

/*
 * The shape of each message. The runner validates what the agent sends, since root in the machine may write in its place. A missing
 * message or field does not compile.
 */

const done = () => nothing

const leftovers: Readonly<Record<Leftover['kind'], true>> = {
  process: true,
  cgroup: true,
  mount: true,
  namespace: true,
  link: true,
  loop: true,
  nftables: true,
  hostname: true,
  sysctl: true,
  ipc: true,
  file: true,
}

const leftover = exactly<Leftover>({
  kind: oneOf(...Object.keys(leftovers)),
  what: text,
  remains: optional(yes),
})

/** A later version may send more fields; `protocol` identifies it. */
const hello = record<Hello>({
  protocol: number,
  pid: count,
  host: count,
  node: text,
  release: text,
  architecture: text,
  hostname: text,
  shell: oneOf('bash', 'sh'),
  at: number,
  remaining: list(leftover),
  cgroup: exactly<Hello['cgroup']>({ base: text, leaf: text, controllers: list(text) }),
  swept: list(leftover),
})

/** Symbolic names of errno(3). */
const errno = holding(value => typeof value === 'string' && /^E[A-Z0-9]{1,30}$/.test(value))

const look = either(
  exactly<Extract<Look, { text: string }>>({ text }),
  exactly<Extract<Look, { errno: string }>>({ errno, message: text }),
)

const census = exactly<Census>({
  processes: list(
    exactly<Census['processes'][number]>({
      pid: count,
      start: whole,
      name: text,
      cgroup: text,
      namespaces: dictionary(text),
    }),
  ),
  cgroups: list(text),
  mounts: list(text),
  namespaces: list(text),
  links: list(text),
})

const listed = exactly<ListedProcess>({
  pid: count,
  start: whole,
  parent: whole,
  name: text,
  cgroup: text,
  namespaces: dictionary(text),
  tty: either(text, nothing),
})

/** The shape of the answer to each request. */
export const answerShapes: { readonly [D in Do]: (ask: Calls[D]['ask']) => Shape } = {
  hello: () => hello,
  ping: done,
  renew: done,
  'refuse-ptrace': () => exactly<Calls['refuse-ptrace']['answer']>({ refused: flag }),
  'make-directory': done,
  write: done,
  put: done,
  append: done,
  look: ({ sources }) => exactly<Calls['look']['answer']>({ at: number, looks: list(look, sources.length) }),
  start: () => exactly<Calls['start']['answer']>({ pid: count, at: number }),
  type: done,
  'end-section': done,
  settle: () =>
    exactly<Calls['settle']['answer']>({
      pid: count,
      chain: list(count),
      words: list(text),
      guessed: optional(yes),
    }),
  signal: done,
  'kill-cgroup': done,
  'remove-cgroup': done,
  mark: done,
  census: () => census,
  clean: () => exactly<Calls['clean']['answer']>({ removed: list(leftover), remaining: list(leftover) }),
  resize: done,
  terminal: () =>
    exactly<TerminalState>({ tty: either(text, nothing), group: whole, isWaiting: flag, quiet: number }),
  inventory: () => inventory,
  processes: () =>
    exactly<ProcessList>({ at: number, processes: atMost(mostProcesses, list(listed)), more: whole }),
}

const troubles: Readonly<Record<CgroupTrouble, true>> = {
  'cgroup-not-mounted': true,
  'cgroup-legacy': true,
  'cgroup-hybrid': true,
  'cgroup-read-only': true,
  'cgroup-no-controllers': true,
  'cgroup-none-enabled': true,
  'cgroup-taken': true,
}

/** The shape of an error reply. */
export const errorShape = exactly<CallError>({
  errno: optional(errno),
  code: optional(oneOf(...Object.keys(troubles))),
  syscall: optional(text),
  path: optional(text),
  text: optional(text),
  message: text,
})

type EventOf<E extends AgentEvent['event']> = Extract<AgentEvent, { event: E }>

const event = oneOf('ready', 'output', 'held', 'section', 'exit')
const stream = oneOf('stdout', 'stderr')
const exit = { event, key: text, at: number }
const streams = (shape: Shape) =>
  exactly<Record<'stdout' | 'stderr', unknown>>({ stdout: shape, stderr: shape })
const sectionEnd = { tails: streams(text), dropped: streams(whole), lines: streams(whole) }

/** The shape of each event. */
export const eventShapes: { readonly [E in AgentEvent['event']]: Shape } = {
  ready: exactly<EventOf<'ready'>>({ event }),
  output: exactly<EventOf<'output'>>({ event, key: text, stream, text }),
  held: exactly<EventOf<'held'>>({ event, key: text, stream }),
  section: exactly<EventOf<'section'>>({ event, key: text, code: either(whole, nothing), ...sectionEnd }),
  // A process ends either with an exit code or by a signal.
  exit: either(
    exactly<EventOf<'exit'>>({ ...exit, ...sectionEnd, code: whole, signal: nothing }),
    exactly<EventOf<'exit'>>({ ...exit, ...sectionEnd, code: nothing, signal: text }),
  ),
}
