import { fileTrouble, isSystemError, type SystemError } from '../cache/file-trouble.ts'
import { knownCacheRoot } from '../cache/root.ts'
import { printable } from '../printable.ts'
import { Problem } from '../problem.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../report/exit-code.ts'
import { renderProblem } from '../report/problem.ts'
import { systemProblem } from './problem.ts'
import type { ProblemEvent } from './read-labs.ts'
import type { World } from './world.ts'
import { wantsColour, widthOf } from './world.ts'

/** Reports an error that ended a command on standard error, and returns the exit code that goes with it. */
export function tellError(error: unknown, world: World): ExitCode {
  const problem = problemOf(error, world)
  if (problem) return tellProblem(problem, world)
  const trace = error instanceof Error ? error.stack : String(error)
  world.stderr.write(printable(`unboxed: internal error: ${trace}\n`))
  return exitCodes.machine
}

function tellProblem(problem: Problem, { stderr, env }: World): ExitCode {
  stderr.write(renderProblem(problem, { colour: wantsColour(stderr, env), columns: widthOf(stderr) }))
  return exitCodeOf(problem)
}

/** The problem that an error is; what is none is an internal error. */
function problemOf(error: unknown, world: World): Problem | undefined {
  if (error instanceof Problem) return error
  return isSystemError(error) ? refusedBySystem(error, world) : undefined
}

/** An error as reports take it: those who read a report have to know that it is not complete. */
export function problemEvent(error: unknown, world: World): ProblemEvent {
  const { kind, code, message, remedy } = problemOf(error, world) ?? internalError(error)
  return { type: 'problem', kind, code, message, ...(remedy === undefined ? {} : { remedy }) }
}

const internalError = (error: unknown): Omit<ProblemEvent, 'type'> => ({
  kind: 'machine',
  code: 'internal-error',
  message: `internal error: ${error instanceof Error ? error.message : String(error)}`,
})

/** What the system refused is a problem of this machine; for a file in the cache, the remedy is another cache folder. */
function refusedBySystem(error: SystemError, { env }: World): Problem {
  const { syscall, path = '' } = error
  if (syscall === 'uv_cwd') return systemProblem('no-folder', undefined)
  const { why, remedy } = fileTrouble(error)
  if (syscall.startsWith('spawn')) return systemProblem('not-started', { program: path, why, remedy })
  const root = knownCacheRoot(env)
  if (root !== undefined && (isWithin(path, root) || isWithin(root, path)))
    return systemProblem('cache', { root, why })
  return systemProblem('file', { verb: verbs[syscall] ?? 'use', path, why, remedy })
}

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)

/** What was done to a file, by the system call that was refused. */
const verbs: Readonly<Record<string, string>> = {
  mkdir: 'create',
  open: 'open',
  read: 'read',
  rename: 'rename',
  rmdir: 'remove',
  scandir: 'list',
  unlink: 'remove',
  write: 'write',
}
