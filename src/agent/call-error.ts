import { isErrno } from '../linux/errno.ts'
import type { CallError } from '../protocol/message.ts'

/** Thrown by a call to answer with exactly this. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure'
  readonly call: CallError

  constructor(call: CallError) {
    super(call.message)
    this.call = call
  }
}

/** What the runner is told of anything thrown; `path` names the file where Node does not (a failed write or read). */
export function toCallError(error: unknown, path?: string): CallError {
  if (error instanceof CallFailure) return error.call
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, syscall, path: itsPath = path } = error as NodeJS.ErrnoException
  return {
    ...(isErrno(code) ? { errno: code } : {}),
    ...(syscall ? { syscall } : {}),
    ...(itsPath ? { path: itsPath } : {}),
    message: error.message,
  }
}

/** Runs something that works on a file, so that its errors name that file. */
export function onPath<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new CallFailure(toCallError(error, path))
  }
}

/** The errno of an error, such as `ENOENT`; undefined when it came from no system call. */
export function errnoOf(error: unknown): string | undefined {
  const code = error instanceof CallFailure ? error.call.errno : (error as NodeJS.ErrnoException)?.code
  return isErrno(code) ? code : undefined
}
