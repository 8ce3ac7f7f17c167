import type { NamespaceOption } from '../../kernel/namespace.ts'
import { type OutsideEffect, writesFile } from '../outside-effect.ts'

/** How commands change a file of the machine: through another mount, or as a sysctl. */
export function outsideEffects(path: string): OutsideEffect[] {
  const isCovered = (before: string) => isMountedOver(before, path)
  return [...sysctlEffects(path), { namespace: 'mount', command: writesFile, names: [path], isCovered }]
}

const sysctlRoot = '/proc/sys/'

/** Files below /proc/sys that differ between namespaces of a kind. */
const sysctls: readonly (readonly [NamespaceOption, RegExp])[] = [
  ['uts', /^kernel\/(?:host|domain)name$/],
  ['net', /^net\//],
  ['ipc', /^(?:fs\/mqueue\/|kernel\/(?:sem|shm|msg))/],
]

function sysctlEffects(path: string): OutsideEffect[] {
  if (!path.startsWith(sysctlRoot)) return []
  const name = path.slice(sysctlRoot.length)
  return sysctls
    .filter(([, pattern]) => pattern.test(name))
    .map(([namespace]) => ({
      namespace,
      command: />|\btee\s|\bsysctl\s/,
      names: [name, name.replaceAll('/', '.')],
    }))
}

/** Whether a script mounts something on the path or a directory above it: otherwise inside and outside have the same file. */
function isMountedOver(script: string, path: string): boolean {
  const parts = path.split('/').slice(1)
  const above = parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
  return script.split('\n').some(line => /\bmount\s/.test(line) && above.some(each => hasWord(line, each)))
}

const hasWord = (line: string, word: string) =>
  line.split(/[\s;&|'"]+/).some(each => each.replace(/(?<=.)\/$/, '') === word)
