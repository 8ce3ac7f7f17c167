import { isAbsolute, join } from 'node:path'
import type { Environment } from './root.ts'

/**
 * The folder for what cannot be rebuilt and belongs to this computer: it is below `$XDG_STATE_HOME`, if that is an absolute path, or else
 * `~/.local/state` (XDG Base Directory Specification). Undefined where the environment names none.
 */
export function stateRoot({ XDG_STATE_HOME, HOME }: Environment): string | undefined {
  if (XDG_STATE_HOME && isAbsolute(XDG_STATE_HOME)) return join(XDG_STATE_HOME, 'unboxed')
  return HOME && isAbsolute(HOME) ? join(HOME, '.local/state/unboxed') : undefined
}
