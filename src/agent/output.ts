import { StringDecoder } from 'node:string_decoder'
import { type Lines, lineCounter } from '../linux/lines.ts'

/** Bounded capture of one stream: the first `keep` bytes are passed on as they arrive, the last `keep` are held back. */
export interface CappedOutput {
  /** Takes a chunk and the count of its lines; returns the text to pass on now, which may be empty. */
  take(chunk: Uint8Array, lines: Lines): string
  /** Whether output is held back because the head is full. */
  readonly isHolding: boolean
  /** Returns the tail, the number of bytes dropped between head and tail, and the number of lines of the whole output. Call it once, at the end. */
  rest(): { tail: string; dropped: number; lines: number }
}

/** Never splits a character: one that straddles the end of the head goes to the tail as a whole. */
export function cappedOutput(keep: number): CappedOutput {
  const decoder = new StringDecoder('utf8')
  const tail = tailOf(keep)
  const counter = lineCounter()
  let room = keep
  let recent: Uint8Array = Buffer.alloc(0)
  let isHolding = false

  /** The bytes of an incomplete character, which the decoder holds back: they begin at the last leading byte. */
  const incomplete = () =>
    decoder.end() === ''
      ? Buffer.alloc(0)
      : recent.subarray(recent.findLastIndex(byte => byte >= 0b1100_0000))

  const hold = (chunk: Uint8Array) => {
    if (chunk.length > 0) isHolding = true
    tail.add(chunk)
  }

  return {
    take(chunk, lines) {
      counter.add(lines)
      if (room === 0) {
        hold(chunk)
        return ''
      }
      const head = chunk.subarray(0, room)
      room -= head.length
      recent = Buffer.concat([recent, head]).subarray(-3)
      const text = decoder.write(head)
      if (room === 0) {
        hold(incomplete())
        hold(chunk.subarray(head.length))
      }
      return text
    },
    get isHolding() {
      return isHolding
    },
    rest() {
      if (room > 0) tail.add(incomplete())
      return { ...tail.end(), lines: counter.count() }
    },
  }
}

/** Each chunk is an object with a buffer, so chunks are joined before there are too many. */
const mostChunks = 1024

function tailOf(keep: number) {
  let chunks: Uint8Array[] = []
  let held = 0
  let dropped = 0
  const join = () => {
    const bytes = Buffer.concat(chunks)
    const cut = Math.max(0, bytes.length - keep)
    chunks = [bytes.subarray(cut)]
    held = bytes.length - cut
    dropped += cut
  }
  return {
    add(chunk: Uint8Array) {
      if (chunk.length === 0) return
      chunks.push(chunk)
      held += chunk.length
      if (held > 2 * keep || chunks.length > mostChunks) join()
    },
    end() {
      join()
      const [bytes = Buffer.alloc(0)] = chunks
      // Drop a character that has lost its leading byte; at most three continuation bytes remain of it.
      const cut = dropped > 0 ? Math.max(0, bytes.subarray(0, 4).findIndex(isLeading)) : 0
      return { tail: Buffer.from(bytes).toString('utf8', cut), dropped: dropped + cut }
    },
  }
}

const isLeading = (byte: number) => (byte & 0b1100_0000) !== 0b1000_0000
