import { constants } from 'node:os'
import { canonicalErrno, isErrno } from '../linux/errno.ts'
import { type CallError, mostText } from '../protocol/message.ts'

/** Thrown by a call that answers with exactly this error. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure'
  readonly call: CallError

  constructor(call: CallError) {
    super(call.message)
    this.call = call
  }
}

/** The file being accessed and the text being written to it, which Node's errors often omit. */
interface Work {
  readonly path?: string
  readonly text?: string
}

/** The error that the runner receives for anything thrown. */
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

/** Adds the file and the text being written to errors of `work`. */
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

/** The errno of an error, such as `ENOENT`, by its canonical name (linux/errno.ts); undefined if no system call failed. */
export function errnoOf(error: unknown): string | undefined {
  const code = error instanceof CallFailure ? error.call.errno : (error as NodeJS.ErrnoException)?.code
  return isErrno(code) ? canonicalErrno(code) : undefined
}
