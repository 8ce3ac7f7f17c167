import type { NamespaceWord, Place } from '../lab/lab.ts'
import type { Ground } from './ground.ts'
import { commandLine } from './shell-syntax.ts'

/**
 * The words that put a script into its place: user, then namespaces, then host name, then the script. What keeps running is
 * started without a shell between where that can be, since the shell would be the process that checks look at.
 */
export function placeArgv(
  place: Place,
  script: string,
  machineShell: Ground['shell'],
  keepsRunning = false,
): { argv: string[]; line: string } {
  const outer = [...userWords(place), ...unshareWords(place)]
  const shell = shellIn(place, machineShell)
  const text = place.hostname === undefined ? script : `hostname ${place.hostname} && ${script}`
  const inner = isPlainCommand(text) ? text.split(' ').filter(Boolean) : [shell, '-c', text]
  if (outer.length === 0 && place.hostname === undefined)
    return { argv: keepsRunning ? inner : [shell, '-c', script], line: script }
  const argv = [...outer, ...inner]
  return { argv, line: commandLine(argv) }
}

/** A root directory of its own, such as an unpacked busybox, need not have any shell but `sh`. */
const shellIn = ({ root }: Place, machineShell: Ground['shell']): Ground['shell'] =>
  root === undefined ? machineShell : 'sh'

/** A plain command needs no shell between: then the command itself is process 1 of its namespace. */
const isPlainCommand = (script: string) => /^[\w@%+=:,./ -]+$/.test(script) && !/^\w+=/.test(script)

function userWords({ user }: Place): string[] {
  return user === undefined ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups']
}

function unshareWords({ namespaces, root }: Place): string[] {
  if (namespaces.length === 0 && root === undefined) return []
  const options = namespaces.flatMap(name => unshareOptions[name])
  if (namespaces.includes('pid') && namespaces.includes('mount')) options.push('--mount-proc')
  return ['unshare', ...new Set(options), ...(root === undefined ? [] : [`--root=${root}`])]
}

/** unshare(1): a new PID namespace begins with the next child, so `pid` forks; a user namespace without a map has no root. */
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
