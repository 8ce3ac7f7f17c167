import { StringDecoder } from 'node:string_decoder'

/** Bounded capture of one stream: the first `keep` bytes are passed on as they arrive, the last `keep` are held back. */
export interface CappedOutput {
  /** Takes a chunk; returns the text to pass on now, which may be empty. */
  take(chunk: Uint8Array): string
  /** Returns the tail, and how many bytes were dropped between head and tail. Call it once, at the end. */
  rest(): { tail: string; dropped: number }
}

/** Characters are never cut in two: one that straddles the end of the head goes to the tail whole. */
export function cappedOutput(keep: number): CappedOutput {
  const decoder = new StringDecoder('utf8')
  const tail = tailOf(keep)
  let room = keep
  let recent: Uint8Array = Buffer.alloc(0)

  /** The decoder holds an incomplete character back and does not show its bytes: they begin at the last leading byte. */
  const incomplete = () =>
    decoder.end() === ''
      ? Buffer.alloc(0)
      : recent.subarray(recent.findLastIndex(byte => byte >= 0b1100_0000))

  return {
    take(chunk) {
      if (room === 0) {
        tail.add(chunk)
        return ''
      }
      const head = chunk.subarray(0, room)
      room -= head.length
      recent = Buffer.concat([recent, head]).subarray(-3)
      const text = decoder.write(head)
      if (room === 0) {
        tail.add(incomplete())
        tail.add(chunk.subarray(head.length))
      }
      return text
    },
    rest() {
      if (room > 0) tail.add(incomplete())
      return tail.end()
    },
  }
}

function tailOf(keep: number) {
  let chunks: Uint8Array[] = []
  let held = 0
  let dropped = 0
  const trim = () => {
    for (let first = chunks[0]; first && held - first.length >= keep; first = chunks[0]) {
      chunks.shift()
      held -= first.length
      dropped += first.length
    }
  }
  return {
    add(chunk: Uint8Array) {
      if (chunk.length === 0) return
      chunks.push(chunk)
      held += chunk.length
      trim()
    },
    end() {
      const bytes = Buffer.concat(chunks)
      chunks = []
      let cut = Math.max(0, bytes.length - keep)
      // A character that has lost its first bytes is dropped whole.
      if (dropped + cut > 0) while (isContinuation(bytes[cut])) cut++
      return { tail: bytes.toString('utf8', cut), dropped: dropped + cut }
    },
  }
}

const isContinuation = (byte = 0) => (byte & 0b1100_0000) === 0b1000_0000
