import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** A short name for exactly these parts, in this order: with 128 bits, no two are ever the same. */
export function digest(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest('hex').slice(0, 32)
}

/** The same for the contents of files, however large. */
export async function digestOfFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths)
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { end: false })
  return hash.digest('hex').slice(0, 32)
}
