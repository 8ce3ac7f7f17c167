/** One stream of a process, kept in bounded memory: `keep` bytes of its head are passed on as they come, `keep` of its tail are held. */
export interface CappedOutput {
  /** Takes what was written; answers with the text to pass on now, which may be empty. */
  take(chunk: Uint8Array): string
  /** What was held back of the end, and how many bytes are between it and the head. To be called once, at the end. */
  rest(): { tail: string; dropped: number }
}

/** Characters are never cut in two: the bytes of one that is incomplete wait for the rest of it. */
export function cappedOutput(keep: number): CappedOutput {
  let room = keep
  let incomplete: Uint8Array = Buffer.alloc(0)
  const tail = tailOf(keep)

  return {
    take(chunk) {
      const taken = Math.min(room, chunk.length)
      room -= taken
      const head = Buffer.concat([incomplete, chunk.subarray(0, taken)])
      const complete = completeLength(head)
      incomplete = head.subarray(complete)
      if (room === 0) {
        tail.add(incomplete)
        tail.add(chunk.subarray(taken))
        incomplete = Buffer.alloc(0)
      }
      return head.toString('utf8', 0, complete)
    },
    rest() {
      tail.add(incomplete)
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
      let bytes = Buffer.concat(chunks)
      chunks = []
      let cut = Math.max(0, bytes.length - keep)
      if (dropped + cut > 0) while (cut < bytes.length && isContinuation(bytes[cut])) cut++
      bytes = bytes.subarray(cut)
      return { tail: bytes.toString('utf8'), dropped: dropped + cut }
    },
  }
}

/** How many bytes are there up to the last whole character; broken sequences count as whole. */
function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]
    if (isContinuation(byte)) continue
    return lengthOfCharacter(byte) > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000
}

function lengthOfCharacter(first = 0): number {
  if (first >= 0b1111_0000) return 4
  if (first >= 0b1110_0000) return 3
  return first >= 0b1100_0000 ? 2 : 1
}
