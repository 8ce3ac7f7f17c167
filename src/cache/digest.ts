import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** A short name for exactly these parts, in this order: 128 bits, so collisions are negligible. */
export function digest(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest('hex').slice(0, 32)
}

/** A short name for the contents of files of any size. */
export async function digestOfFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths)
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { end: false })
  return hash.digest('hex').slice(0, 32)
}
