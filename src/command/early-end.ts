import { fileTrouble, isSystemError } from '../cache/file-trouble.ts'
import { exitCodes } from '../report/exit-code.ts'
import { systemProblem } from './problem.ts'
import type { World } from './world.ts'

/** Why a command is to end before it is done: the reason of `World.signal`. */
export type EarlyEnd =
  | { readonly by: 'signal' }
  /** Whoever read its output has gone, as in `unboxed list | head -1`. */
  | { readonly by: 'reader' }
  /** An error that nobody caught, or a standard stream that cannot be used. */
  | { readonly by: 'error'; readonly error: unknown }

/** What an error of a standard stream means: a reader that has gone is nothing to report. */
export function streamEnd(stream: 'input' | 'output', error: unknown): EarlyEnd {
  if (!isSystemError(error)) return { by: 'error', error }
  if (stream === 'output' && error.code === 'EPIPE') return { by: 'reader' }
  return { by: 'error', error: systemProblem(`standard-${stream}`, fileTrouble(error)) }
}

/**
 * The exit code of a command that was to end early and then answered `code`. Where its output is incomplete, that code is
 * not for it to give; a signal that came when all was done has changed nothing.
 */
export async function codeOf(end: EarlyEnd, code: number, world: World): Promise<number> {
  if (end.by === 'signal') return code
  if (end.by === 'reader') return exitCodes.readerGone
  return (await import('./tell.ts')).tellError(end.error, world)
}
