import type { NamespaceWord, Place } from '../lab/lab.ts'
import { builtinPrograms } from '../linux/shell-builtin.ts'
import { endingOf } from '../linux/shell-script.ts'
import type { Ground } from './ground.ts'
import { commandLine } from './shell-syntax.ts'

/**
 * The words that run a script in its place: user, then namespaces, then host name, then the script. A process that keeps running is
 * started without a shell in between if possible, since checks would look at that shell.
 */
export function placeArgv(
  place: Place,
  script: string,
  machineShell: Ground['shell'],
  keepsRunning = false,
): { argv: string[]; line: string } {
  const outer = [...userWords(place), ...unshareWords(place)]
  const shell = shellIn(place, machineShell)
  const plain = plainWords(script)
  if (outer.length === 0 && place.hostname === undefined)
    return { argv: keepsRunning && plain ? plain : [shell, '-c', script], line: script }
  const named = place.hostname === undefined ? undefined : hostnameScript(place.hostname, script, !!plain)
  const inner = named === undefined && plain ? plain : [shell, '-c', named ?? script]
  const argv = [...outer, ...inner]
  return { argv, line: commandLine(argv) }
}

/** Another root directory, such as an unpacked busybox, may have no shell but `sh`. */
const shellIn = ({ root }: Place, machineShell: Ground['shell']): Ground['shell'] =>
  root === undefined ? machineShell : 'sh'

/** A plain command replaces the shell: it is process 1 of its namespace, and the one that has the name. */
const hostnameScript = (hostname: string, script: string, isPlain: boolean) =>
  `hostname ${hostname} && ${isPlain ? 'exec ' : ''}${script}`

/** A plain command needs no shell: then the command itself is process 1 of its namespace. */
function plainWords(script: string): string[] | undefined {
  const words = script.split(' ').filter(Boolean)
  return /^[\w@%+=:,./ -]+$/.test(script) && isProgram(script, words) ? words : undefined
}

/** Only a shell can run builtins such as `exec` and `cd`. */
function isProgram(script: string, words: readonly string[]): boolean {
  const end = endingOf(script)
  return end.in === 'command' ? end.words.join(' ') === words.join(' ') : builtinPrograms.has(words[0] ?? '')
}

function userWords({ user }: Place): string[] {
  return user === undefined ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups']
}

function unshareWords({ namespaces, root }: Place): string[] {
  if (namespaces.length === 0 && root === undefined) return []
  const options = namespaces.flatMap(name => unshareOptions[name])
  if (namespaces.includes('pid') && namespaces.includes('mount')) options.push('--mount-proc')
  return ['unshare', ...new Set(options), ...(root === undefined ? [] : [`--root=${root}`])]
}

/** unshare(1): a new PID namespace starts with the next child, so `pid` needs `--fork`; a user namespace without a map has no root. */
const unshareOptions = {
  pid: ['--fork', '--pid'],
  mount: ['--mount'],
  uts: ['--uts'],
  ipc: ['--ipc'],
  net: ['--net'],
  user: ['--user', '--map-root-user'],
  cgroup: ['--cgroup'],
  time: ['--time'],
} satisfies Record<NamespaceWord, readonly string[]>
