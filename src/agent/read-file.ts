import { closeSync, constants, openSync, readSync } from 'node:fs'
import { CallFailure, errnoOf } from './call-error.ts'
import { mostBytes } from './run-command.ts'

const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY
const buffer = Buffer.allocUnsafeSlow(mostBytes + 1)

/** The text of a file that the kernel generates on read, so reading it never blocks. */
export function readKernelFile(path: string): string {
  const file = openSync(path, flags)
  try {
    let length = 0
    for (let count = -1; count !== 0; length += count) {
      count = readAgain(() => readSync(file, buffer, length, buffer.length - length, null))
      mustFit(path, length + count)
    }
    return buffer.toString('utf8', 0, length)
  } finally {
    closeSync(file)
  }
}

/** Retries reads of cgroup files that a signal interrupted. */
function readAgain(read: () => number): number {
  for (let attempt = 1; ; attempt++) {
    try {
      return read()
    } catch (error) {
      if (errnoOf(error) !== 'EINTR' || attempt === 3) throw error
    }
  }
}

function mustFit(path: string, length: number): void {
  if (length <= mostBytes) return
  throw new CallFailure({ errno: 'EFBIG', path, message: `${path} holds more than ${mostBytes} bytes` })
}
