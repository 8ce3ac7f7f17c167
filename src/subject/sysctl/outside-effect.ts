import type { NamespaceOption } from '../../kernel/namespace.ts'
import type { OutsideEffect } from '../outside-effect.ts'

/** Files below /proc/sys that differ between namespaces of a kind. */
const sysctls: readonly (readonly [NamespaceOption, RegExp])[] = [
  ['uts', /^kernel\/(?:host|domain)name$/],
  ['net', /^net\//],
  ['ipc', /^(?:fs\/mqueue\/|kernel\/(?:sem|shm|msg))/],
]

/** How commands change a parameter of the machine, by its path below /proc/sys. */
export function sysctlEffects(path: string): OutsideEffect[] {
  return sysctls
    .filter(([, pattern]) => pattern.test(path))
    .map(([namespace]) => ({
      namespace,
      command: />|\btee\s|\bsysctl\s/,
      names: [path, path.replaceAll('/', '.')],
    }))
}
