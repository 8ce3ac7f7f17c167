import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Environment } from '../cache/root.ts'

/** The path of a program of the host, if it is there. Debian keeps mke2fs in /usr/sbin, which is not in every user's PATH. */
export function findProgram(
  program: string,
  env: Environment,
  ofRoot: readonly string[] = ['/usr/sbin', '/sbin'],
): string | undefined {
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), ...ofRoot]
  return folders.flatMap(folder => [join(folder, program), join(folder, `${program}.exe`)]).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // missing, or not executable for this user: the next folder
  }
}
