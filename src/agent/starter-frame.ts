/** The fields of a line from the starter. */
export type Header = string[]

/** Splits the starter's output into lines, and the bytes that follow a line `output ID STREAM LENGTH`. */
export function frameSplitter(onFrame: (header: Header, bytes: Uint8Array) => void) {
  let held: Uint8Array = Buffer.alloc(0)
  return (chunk: Uint8Array) => {
    const all = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    let from = 0
    for (let end = all.indexOf(newline); end >= 0; end = all.indexOf(newline, from)) {
      const header = Buffer.from(all.buffer, all.byteOffset + from, end - from)
        .toString('latin1')
        .split('\t')
      const length = header[0] === 'output' ? Number(header[3]) : 0
      if (all.length - end - 1 < length) break
      from = end + 1 + length
      onFrame(header.map(decodeURIComponent), all.subarray(end + 1, from))
    }
    held = all.slice(from)
  }
}

const newline = 10
