/** Cuts a byte stream into lines of UTF-8 text, however the bytes arrive: a chunk may hold many lines or a part of a character. */
export function lineSplitter(onLine: (line: string) => void): (chunk: Uint8Array) => void {
  let pieces: Uint8Array[] = []
  return chunk => {
    let from = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      pieces.push(chunk.subarray(from, end))
      const line = Buffer.concat(pieces).toString('utf8')
      pieces = []
      from = end + 1
      onLine(line)
    }
    // A copy: whoever reads may use the same buffer again.
    if (from < chunk.length) pieces.push(Uint8Array.prototype.slice.call(chunk, from))
  }
}

const newline = 10
