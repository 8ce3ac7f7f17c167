import { closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { decodeLab } from '../lab/document/decode.ts'
import { maxBytes } from '../lab/message.ts'
import type { LabProblem } from '../lab/problem.ts'
import { fileProblem } from '../lab/problem.ts'
import { otherThanFile, systemReason } from './ordinary-file.ts'

/** The text of a lab file, or why it has none. `file` is the path as messages name it. Synchronous: hundreds of small files are read faster so. */
export function readLabText(path: string, file: string): string | LabProblem {
  try {
    const found = statSync(path)
    const kind = otherThanFile(found)
    if (kind !== undefined) return fileProblem(file, 'not-a-file', { found: kind })
    if (found.size > maxBytes) return fileProblem(file, 'too-big', { bytes: found.size })
    const bytes = readInto(buffer, path)
    if (bytes.length > maxBytes) return fileProblem(file, 'too-big', { bytes: bytes.length })
    const text = decodeLab(bytes)
    return typeof text === 'string' ? text : fileProblem(file, 'binary', text)
  } catch (error) {
    return unreadable(error, file)
  }
}

/** The problem of a path that cannot be read; rethrows errors that are not of the system. */
export function unreadable(error: unknown, file: string): LabProblem {
  const reason = systemReason(error)
  if (reason === undefined) throw error
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fileProblem(file, 'no-such-file', {})
  return fileProblem(file, 'unreadable', { reason })
}

/** Shared, since reads are synchronous; the extra byte detects oversized files. */
const buffer = Buffer.allocUnsafe(maxBytes + 1)

/** The size that a file claims to have is not trusted: some grow, and those in /proc have none. */
function readInto(buffer: Buffer, path: string): Buffer {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    let length = 0
    for (let read = -1; read !== 0 && length < buffer.length; length += read)
      read = readSync(descriptor, buffer, length, buffer.length - length, null)
    return buffer.subarray(0, length)
  } finally {
    closeSync(descriptor)
  }
}
