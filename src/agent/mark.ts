/** Finds the mark that a shell prints with its exit status after typed text, however the output is split into chunks. */
export interface MarkFinder {
  take(chunk: Uint8Array): Found
  /** Bytes that were held back because they could be the start of the mark. */
  rest(): Uint8Array
}

export interface Found {
  /** Bytes that are certainly not part of the mark. */
  readonly before: Uint8Array
  /** Whether that is exactly this chunk. */
  readonly isChunk: boolean
  /** Set once the mark is complete: the exit status, and the bytes after it. */
  readonly end?: { readonly status: number; readonly after: Uint8Array }
}

/** The mark is `MARK STATUS` and a newline. It follows the last output directly, which may or may not end in a newline. */
export function markFinder(mark: string): MarkFinder {
  const begin = Buffer.from(`${mark} `)
  let held: Buffer = nothing

  return {
    take(chunk) {
      const isAlone = held.length === 0
      const all = isAlone ? bufferOf(chunk) : Buffer.concat([held, chunk])
      for (let at = all.indexOf(begin); at >= 0; at = all.indexOf(begin, at + 1)) {
        const from = at + begin.length
        const newline = all.indexOf('\n', from)
        const status = all.toString('latin1', from, newline < 0 ? all.length : newline)
        if (!/^\d{0,3}$/.test(status)) continue
        const before = all.subarray(0, at)
        held = newline < 0 ? all.subarray(at) : nothing
        return newline < 0
          ? { before, isChunk: false }
          : { before, isChunk: false, end: { status: Number(status), after: all.subarray(newline + 1) } }
      }
      const safe = all.length - overlap(all, begin)
      held = all.subarray(safe)
      return { before: all.subarray(0, safe), isChunk: isAlone && safe === chunk.length }
    },
    rest() {
      const bytes = held
      held = nothing
      return bytes
    },
  }
}

const nothing = Buffer.alloc(0)

const bufferOf = ({ buffer, byteOffset, length }: Uint8Array) => Buffer.from(buffer, byteOffset, length)

/** The length of the longest suffix of one text that is a prefix of the other. */
function overlap(text: Buffer, other: Buffer): number {
  const lengths = Array.from(other.subarray(0, text.length), (_, index) => index + 1)
  return lengths.findLast(length => text.subarray(-length).equals(other.subarray(0, length))) ?? 0
}
