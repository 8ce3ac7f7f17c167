import type * as z from 'zod'
import type { Entry } from '../document/node.ts'
import type { Subject, SubjectKind } from '../lab.ts'
import { absolutePath, cgroupPath, linkName, word } from '../shape/leaf.ts'
import { readValue } from '../shape/read-fields.ts'
import type { Scope } from '../step/scope.ts'
import { readProcessName, readSelector } from './read-selector.ts'

/** How one kind of subject is written in a check. */
interface SubjectForm {
  /** What it is, as the reference and editors explain it. */
  readonly means: string
  /** What an author may write, line by line. */
  readonly examples: readonly string[]
  /** In a sentence: "… has no fact `x`". */
  readonly words: string
  /** What stands behind its key: a value of its own, which process, an expectation, or nothing but the facts of the machine. */
  readonly value: z.ZodType | 'process' | 'expectation' | 'facts'
  /** Whose it is can be said with `of`. */
  readonly of?: 'process' | 'name'
  readonly read: (scope: Scope, entry: Entry, of: Entry | undefined) => Subject | undefined
}

const streams = word(['stdout', 'stderr', 'both'])

/** Everything a check can look at. What can be said of each is in kernel/subject.ts. */
export const subjectForms = {
  output: {
    means: 'What the step printed: `stdout`, `stderr` or `both`.',
    examples: ['output: stdout', 'text: /^hello/m'],
    words: 'the output',
    value: streams,
    read: (scope, entry) => {
      const stream = readValue(scope.file, entry, streams)
      return stream && { kind: 'output', stream }
    },
  },
  exit: {
    means: "How the step's own process ended; with `of`, how one ended that a step had named with `as`.",
    examples: ['exit: 0', 'exit: {signal: SIGKILL}'],
    words: 'the end of a process',
    value: 'expectation',
    of: 'name',
    read: (scope, _, of) => {
      const name = of && readProcessName(scope, of)
      return { kind: 'exit', ...(name !== undefined && { of: name }) }
    },
  },
  duration: {
    means: "How long the step took, on the machine's clock.",
    examples: ['duration: "< 2s"'],
    words: 'the duration',
    value: 'expectation',
    read: () => ({ kind: 'duration' }),
  },
  host: {
    means: 'The machine itself, outside of all namespaces that a lab makes.',
    examples: ['host: {hostname: {not: box}}'],
    words: 'the machine',
    value: 'facts',
    read: () => ({ kind: 'host' }),
  },
  process: {
    means:
      'A process: by its name (`as`), as the only one in a cgroup `{cgroup: mygroup}`, or as the only child of a named one `{child-of: box}`.',
    examples: ['process: box', 'pid: {inside: 1}', 'namespaces: {pid: own, net: shared}'],
    words: 'a process',
    value: 'process',
    read: (scope, entry) => {
      const select = readSelector(scope, entry)
      return select && { kind: 'process', select }
    },
  },
  cgroup: {
    means: 'A cgroup below `${cgroup}`. Its facts are its files, by their names.',
    examples: ['cgroup: mygroup', 'memory.max: 64MiB', 'memory.events: {oom_kill: 1}'],
    words: 'a cgroup',
    value: cgroupPath,
    read: ({ file }, entry) => {
      const path = readValue(file, entry, cgroupPath)
      return path === undefined ? undefined : { kind: 'cgroup', path }
    },
  },
  mount: {
    means: 'What is mounted on a path; with `of`, as that process sees it.',
    examples: ['mount: /proc', 'of: box', 'type: proc'],
    words: 'a mount',
    value: absolutePath,
    of: 'process',
    read: (scope, entry, of) => {
      const target = readValue(scope.file, entry, absolutePath)
      return target === undefined ? undefined : { kind: 'mount', target, ...readOf(scope, of) }
    },
  },
  file: {
    means: 'A file or directory; with `of`, as that process sees it.',
    examples: ['file: /etc/hostname', 'of: box', 'mode: "0644"'],
    words: 'a file',
    value: absolutePath,
    of: 'process',
    read: (scope, entry, of) => {
      const path = readValue(scope.file, entry, absolutePath)
      return path === undefined ? undefined : { kind: 'file', path, ...readOf(scope, of) }
    },
  },
  link: {
    means: 'A network interface; with `of`, in the network namespace of that process.',
    examples: ['link: eth0', 'of: box', 'up: true'],
    words: 'a link',
    value: linkName,
    of: 'process',
    read: (scope, entry, of) => {
      const name = readValue(scope.file, entry, linkName)
      return name === undefined ? undefined : { kind: 'link', name, ...readOf(scope, of) }
    },
  },
} as const satisfies Record<SubjectKind, SubjectForm>

/** The same table, its rows seen alike. */
export const formOf = (kind: SubjectKind): SubjectForm => subjectForms[kind]

function readOf(scope: Scope, entry: Entry | undefined) {
  const of = entry && readSelector(scope, entry)
  return of ? { of } : {}
}
