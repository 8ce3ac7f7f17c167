import { constants } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { otherThanFile, systemReason } from './ordinary-file.ts'

/** A file from strangers is not read. The message completes "…: ". */
export class NotRead extends Error {
  override readonly name = 'NotRead'
}

/** Reads a file that may come from a stranger as UTF-8: never more than `most` bytes, and never what a link leads to. Throws `NotRead`. */
export async function readOrdinary(path: string, most: number): Promise<string> {
  return decodeText(await readOrdinaryBytes(path, most))
}

/** The same without a look at what the bytes are. */
export const readOrdinaryBytes = (path: string, most: number): Promise<Buffer> =>
  bytesOf(path, most).catch(refuse)

/** Text of UTF-8. Throws `NotRead`. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new NotRead('it contains bytes that are not UTF-8')
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function refuse(error: unknown): never {
  const reason = systemReason(error)
  throw reason === undefined ? error : new NotRead(reason)
}

/** Looked at before it is opened, since to open a device can have an effect, and after, since it may have been replaced. */
async function bytesOf(path: string, most: number): Promise<Buffer> {
  mustBeOrdinary(otherThanFile(await lstat(path)))
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  try {
    const found = await file.stat()
    mustBeOrdinary(otherThanFile(found))
    return await readBounded(file, found.size, most)
  } finally {
    await file.close()
  }
}

function mustBeOrdinary(other: string | undefined): void {
  if (other !== undefined) throw new NotRead(`it is ${other}, not an ordinary file`)
}

/** The size that a file claims to have is believed only where it is too large: some grow, and those in /proc have none. */
async function readBounded(file: FileHandle, size: number, most: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = size > most ? size : 0
  while (length <= most) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceSize), 0, pieceSize, null)
    if (bytesRead === 0) return Buffer.concat(pieces)
    pieces.push(buffer.subarray(0, bytesRead))
    length += bytesRead
  }
  throw new NotRead(`it has more than ${most / 2 ** 20} MiB, the most that is read`)
}

const pieceSize = 256 * 1024
