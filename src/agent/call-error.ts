import { constants } from 'node:os'
import { canonicalErrno, isErrno } from '../linux/errno.ts'
import { type CallError, mostText } from '../protocol/message.ts'

/** Thrown by a call to answer with exactly this. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure'
  readonly call: CallError

  constructor(call: CallError) {
    super(call.message)
    this.call = call
  }
}

/** The file that was being worked on, and what was being written to it: Node's own errors often name neither. */
interface Work {
  readonly path?: string
  readonly text?: string
}

/** What the runner is told of anything thrown. */
export function toCallError(error: unknown, { path, text }: Work = {}): CallError {
  if (error instanceof CallFailure) return error.call
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, syscall, path: itsPath = path } = error as NodeJS.ErrnoException
  return {
    ...(isErrno(code) ? { errno: canonicalErrno(code) } : {}),
    ...(syscall ? { syscall } : {}),
    ...(itsPath ? { path: itsPath } : {}),
    ...(text === undefined ? {} : { text: cutOff(text) }),
    message: error.message,
  }
}

function cutOff(text: string): string {
  return text.length > mostText ? `${text.slice(0, mostText)}…` : text
}

/** Works on a file, so that errors name the file and what was being written to it. */
export function onPath<T>(path: string, work: () => T, text?: string): T {
  try {
    return work()
  } catch (error) {
    throw new CallFailure(toCallError(error, { path, ...(text === undefined ? {} : { text }) }))
  }
}

/** The name of an error number, such as `ENOENT`: errno(3). */
export function errnoName(number: number): string {
  const name = Object.entries(constants.errno).find(([, value]) => value === number)?.[0]
  return name === undefined ? 'EIO' : canonicalErrno(name)
}

/** The errno of an error, such as `ENOENT`, by its one name here; undefined when it came from no system call. */
export function errnoOf(error: unknown): string | undefined {
  const code = error instanceof CallFailure ? error.call.errno : (error as NodeJS.ErrnoException)?.code
  return isErrno(code) ? canonicalErrno(code) : undefined
}
