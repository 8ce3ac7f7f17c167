import { fileTrouble, isSystemError, type SystemError } from '../cache/file-trouble.ts'
import { knownCacheRoot } from '../cache/root.ts'
import { printable } from '../printable.ts'
import { Problem } from '../problem.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../report/exit-code.ts'
import { renderProblem } from '../report/problem.ts'
import { systemProblem } from './problem.ts'
import type { World } from './world.ts'
import { wantsColour } from './world.ts'

/** Reports an error that ended a command on standard error, and returns the exit code that goes with it. */
export function tellError(error: unknown, world: World): ExitCode {
  if (error instanceof Problem) return tellProblem(error, world)
  if (isSystemError(error)) return tellProblem(refusedBySystem(error, world), world)
  const trace = error instanceof Error ? error.stack : String(error)
  world.stderr.write(printable(`unboxed: internal error: ${trace}\n`))
  return exitCodes.machine
}

function tellProblem(problem: Problem, world: World): ExitCode {
  // A terminal that does not know its size says 0.
  const columns = world.stderr.columns || undefined
  world.stderr.write(renderProblem(problem, { colour: wantsColour(world.stderr, world.env), columns }))
  return exitCodeOf(problem)
}

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
