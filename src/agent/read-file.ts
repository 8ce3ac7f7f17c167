import { closeSync, constants, openSync, readSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { CallFailure, errnoOf } from './call-error.ts'
import { mostBytes } from './run-command.ts'

/** Milliseconds that a file which is not the kernel's may take. */
const patience = 2000

/**
 * The text of a file. The kernel's own files are read at once, which is fast; any other may be on a file system that a lab
 * has made and that never answers, so it is read in a thread and given up in time. What is neither of these is not opened.
 */
export async function readText(path: string): Promise<string> {
  return isKernels(path) ? readNow(path) : Promise.race([readAside(path), late(path)])
}

/** A path below /proc/PID/root, cwd, exe or fd leads out of /proc. */
function isKernels(path: string): boolean {
  return /^\/(proc|sys)\//.test(path) && !/\/(root|cwd|exe|fd|map_files|\.\.)(\/|$)/.test(path)
}

const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY
const buffer = Buffer.allocUnsafeSlow(mostBytes + 1)

function readNow(path: string): string {
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

async function readAside(path: string): Promise<string> {
  mustBeFile(path, await stat(path))
  const file = await open(path, flags)
  try {
    mustBeFile(path, await file.stat())
    const held = Buffer.alloc(mostBytes + 1)
    let length = 0
    for (let count = -1; count !== 0; length += count) {
      count = (await file.read(held, length, held.length - length, null)).bytesRead
      mustFit(path, length + count)
    }
    return held.toString('utf8', 0, length)
  } finally {
    await file.close()
  }
}

async function late(path: string): Promise<never> {
  await sleep(patience)
  throw new CallFailure({ errno: 'ETIMEDOUT', path, message: `${path} gave no answer within ${patience} ms` })
}

/** A signal may interrupt the reading of a cgroup file. */
function readAgain(read: () => number): number {
  for (let attempt = 1; ; attempt++) {
    try {
      return read()
    } catch (error) {
      if (errnoOf(error) !== 'EINTR' || attempt === 3) throw error
    }
  }
}

function mustBeFile(path: string, stats: { isFile(): boolean; isDirectory(): boolean }): void {
  if (stats.isDirectory()) throw new CallFailure({ errno: 'EISDIR', path, message: `${path} is a directory` })
  if (!stats.isFile()) {
    throw new CallFailure({
      errno: 'EINVAL',
      path,
      message: `${path} is no ordinary file, so it is not read`,
    })
  }
}

function mustFit(path: string, length: number): void {
  if (length <= mostBytes) return
  throw new CallFailure({ errno: 'EFBIG', path, message: `${path} holds more than ${mostBytes} bytes` })
}
