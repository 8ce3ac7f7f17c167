import { type OutsideEffect, writesFile } from '../outside-effect.ts'
import { sysctlEffects } from '../sysctl/outside-effect.ts'

/** How commands change a file of the machine: through another mount, or as a sysctl. */
export function outsideEffects(path: string): OutsideEffect[] {
  const isCovered = (before: string) => isMountedOver(before, path)
  const parameter = path.startsWith(sysctlRoot) ? sysctlEffects(path.slice(sysctlRoot.length)) : []
  return [...parameter, { namespace: 'mount', command: writesFile, names: [path], isCovered }]
}

const sysctlRoot = '/proc/sys/'

/** Whether a script mounts something on the path or a directory above it: otherwise inside and outside have the same file. */
function isMountedOver(script: string, path: string): boolean {
  const parts = path.split('/').slice(1)
  const above = parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
  return script.split('\n').some(line => /\bmount\s/.test(line) && above.some(each => hasWord(line, each)))
}

const hasWord = (line: string, word: string) =>
  line.split(/[\s;&|'"]+/).some(each => each.replace(/(?<=.)\/$/, '') === word)
