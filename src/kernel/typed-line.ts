import type { Binding } from '../evidence/binding.ts'
import { getfattr } from './extended-attribute.ts'
import type { Source } from './fact.ts'
import { lsnsColumns } from './namespace-row.ts'
import { fillNames } from './source.ts'
import { statFormat } from './stat.ts'
import { statfsFormat } from './statfs.ts'

/** Turns any text into one word of a shell line. */
type QuoteWord = (word: string) => string

/** How evidence names a source: what a person types to see the same; a plain file is its path. */
export const shownSource = (...[source, binding, quote]: Parameters<typeof typedLine>): string | undefined =>
  typedLine(source, binding, quote)?.replace(/^cat /, '')

/**
 * What a person types, as root in the machine, to see what a source holds; undefined when the binding lacks one of the names. Names
 * other than `{path}` are used as they are: a number, or words such as `self` and `$box`.
 */
export function typedLine(source: Source, binding: Binding, quote: QuoteWord): string | undefined {
  const bound = bindQuoted(binding, quote)
  const fill = (text: string) => fillNames(text, bound)
  if ('path' in source && source.path === pathOfProcess) return insideProcess(source, binding, fill, quote)
  const pid = 'inside' in source ? source.inside?.pid : isMountTable(source) ? '{pid}' : undefined
  return entered(
    fill(commandFor(source.read, 'path' in source ? source.path : source.argv.join(' ')))?.replace(
      ownRoot,
      ' /',
    ),
    pid === undefined ? 'self' : fill(pid),
    'inside' in source ? (source.inside?.namespaces ?? []).map(name => `--${name}`) : ['--cgroup'],
  )
}

/** The roots of cgroup file systems in it depend on the reader's cgroup namespace. */
const isMountTable = (source: Source) => 'path' in source && source.path === '/proc/{pid}/mountinfo'

/** What who looks at the machine need not say. */
const ownRoot = ' /proc/self/root/'

/** A path that is looked up from the root directory of a process: outside, its symbolic links would lead elsewhere. */
const pathOfProcess = '/proc/{pid}/root{path}'

function insideProcess(
  { read }: Source,
  { pid, path = '' }: Binding,
  fill: (text: string) => string | undefined,
  quote: QuoteWord,
): string | undefined {
  const isKernels = /^\/(proc|sys)(\/|$)/.test(path)
  const namespaces = ['mount', ...(isKernels ? ['cgroup', 'ipc', 'uts', 'net', 'time'] : [])]
  const [, belowSelf] = (pid !== 'self' && /^\/proc\/self(\/.*)$/.exec(path)) || []
  const seen =
    belowSelf === undefined
      ? '{path}'
      : // Who types is not the process, which has this number in its own PID namespace.
        `/proc/$(awk '/^NSpid/ { print $NF }' /proc/{pid}/status)${quote(belowSelf)}`
  const options = [...namespaces.map(name => `--${name}`), '--root']
  return entered(fill(commandFor(read, seen)), fill('{pid}'), options)
}

function entered(
  command: string | undefined,
  pid: string | undefined,
  options: readonly string[],
): string | undefined {
  if (command === undefined || pid === undefined) return undefined
  if (pid === 'self') return command
  return ['nsenter', '--target', pid, ...options, command].join(' ')
}

const bindQuoted = (binding: Binding, quote: QuoteWord): Binding =>
  binding.path === undefined ? binding : { ...binding, path: quote(binding.path) }

const commandFor = (read: Source['read'], what: string) => commands[read](what)

const commands = {
  file: path => `cat ${path}`,
  link: path => `readlink ${path}`,
  list: path => `ls ${path}`,
  stat: path => `stat -c '${statFormat}' ${path}`,
  xattrs: path => `${getfattr} ${path}`,
  statfs: path => `stat -f -c '${statfsFormat}' ${path}`,
  namespace: path => `lsns -rno ${lsnsColumns} | grep ^$(stat -Lc %i ${path})`,
  'namespace-creator': path => `perl -e '${creatorScript}' ${path}`,
  command: line => line,
} satisfies Record<Source['read'], (what: string) => string>

/** No program shows it: NS_GET_OWNER_UID of ioctl_nsfs(2), which asks a user namespace, of the namespace itself or of its owner. */
const creatorScript =
  'open F, shift; open F, "<&=" . ioctl F, 0xb701, 0 if 1 << 28 != ioctl F, 0xb703, 0; ioctl F, 0xb704, $u = "uid?"; print unpack "I", $u'
