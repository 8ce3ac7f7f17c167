import type { Check, NamespaceWord } from '../../lab/lab.ts'
import type { Subject } from '../../subject/subject.ts'

/** What a command that runs inside must be, so that the same command outside changes what a check of the machine reads. */
export interface Effect {
  /** The kind of command. */
  readonly command: RegExp
  /** One of these stands in it; any command of the kind counts where there are none. */
  readonly names: readonly string[]
  /** Whether the commands so far make the thing another one inside, where a namespace alone does not. */
  readonly isCovered?: (before: string) => boolean
}

/** A row for what can differ between a namespace and the machine. */
interface Row {
  readonly namespace: NamespaceWord
  /** How a command changes the subject of this check; undefined if the row is not about it. */
  readonly effect: (subject: Subject, facts: Check['facts']) => Effect | undefined
}

/** How a command inside changes what this check of the machine reads; undefined where it cannot. */
export function effectOn(
  { subject, facts }: Check,
  namespaces: readonly NamespaceWord[],
): Effect | undefined {
  return rows
    .filter(({ namespace }) => namespaces.includes(namespace))
    .map(({ effect }) => effect(subject, facts))
    .find(Boolean)
}

const writes = String.raw`>|\b(?:tee|dd|sed\s+-i|touch|mkdir|rmdir|rm|ln|cp|mv|mknod|mkfifo|install|chmod|chown|truncate)\s`

const rows: readonly Row[] = [
  {
    namespace: 'uts',
    effect: (subject, facts) =>
      subject.kind === 'host' && 'hostname' in facts
        ? {
            command:
              /(?:^|[\s/])hostname\s+[^-\s;&|]|\bhostnamectl\b|\bkernel\.hostname\b|\/proc\/sys\/kernel\/hostname/,
            names: [],
          }
        : undefined,
  },
  ...sysctlRow('uts', /^kernel\/(?:host|domain)name$/),
  ...sysctlRow('net', /^net\//),
  ...sysctlRow('ipc', /^(?:fs\/mqueue\/|kernel\/(?:sem|shm|msg))/),
  {
    namespace: 'mount',
    effect: subject =>
      subject.kind === 'mount' && !subject.of
        ? { command: /\bu?mount\s/, names: [subject.target] }
        : undefined,
  },
  {
    namespace: 'mount',
    effect: subject =>
      subject.kind === 'file' && !subject.of
        ? {
            command: new RegExp(writes),
            names: [subject.path],
            isCovered: before => isMountedOver(before, subject.path),
          }
        : undefined,
  },
  {
    namespace: 'net',
    effect: subject =>
      subject.kind === 'link' && !subject.of
        ? { command: /\bip\b.*\s(?:add|del|delete|set|change|replace|a|d|s)\s/, names: [subject.name] }
        : undefined,
  },
  {
    namespace: 'cgroup',
    effect: subject =>
      subject.kind === 'cgroup'
        ? {
            command: new RegExp(writes),
            names: [`/${subject.path}`],
            isCovered: before => /\bmount\b.*\bcgroup2\b/.test(before),
          }
        : undefined,
  },
]

/** Files below /proc/sys that differ between namespaces of a kind. */
function sysctlRow(namespace: NamespaceWord, pattern: RegExp): Row[] {
  const root = '/proc/sys/'
  return [
    {
      namespace,
      effect: subject => {
        if (subject.kind !== 'file' || subject.of || !subject.path.startsWith(root)) return undefined
        const name = subject.path.slice(root.length)
        if (!pattern.test(name)) return undefined
        return { command: />|\btee\s|\bsysctl\s/, names: [name, name.replaceAll('/', '.')] }
      },
    },
  ]
}

/** Whether a script mounts something on the path or a directory above it: otherwise inside and outside have the same file. */
function isMountedOver(script: string, path: string): boolean {
  const parts = path.split('/').slice(1)
  const above = parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
  return script.split('\n').some(line => /\bmount\s/.test(line) && above.some(each => hasWord(line, each)))
}

const hasWord = (line: string, word: string) =>
  line.split(/[\s;&|'"]+/).some(each => each.replace(/(?<=.)\/$/, '') === word)
