/** Why bytes are not the text of a lab. */
export interface Undecodable {
  readonly found: string
  readonly remedy?: string
}

/** The text of a lab's bytes, which must be UTF-8; otherwise what they seem to be instead. */
export function decodeLab(bytes: Uint8Array): string | Undecodable {
  const other = encodings.find(({ looks }) => looks(bytes))
  if (other) return { found: `it is encoded in ${other.name}`, remedy: converting(other.iconv) }
  const zero = bytes.indexOf(0)
  if (zero !== -1) return { found: `it contains a zero byte, on line ${lineOf(bytes, zero)}` }
  try {
    return utf8.decode(bytes)
  } catch {
    return invalid(bytes)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

const converting = (from: string) =>
  `save it as UTF-8, or convert it: \`iconv -f ${from} -t UTF-8 FILE > NEW-FILE\``

const beginsWith =
  (...mark: number[]) =>
  (bytes: Uint8Array) =>
    mark.every((byte, index) => bytes[index] === byte)

/** Labs are mostly ASCII, of which every other byte is zero in UTF-16. */
const hasZeros = (first: 0 | 1) => (bytes: Uint8Array) => {
  const begin = bytes.subarray(0, 64)
  return begin.length >= 4 && begin.every((byte, index) => (index % 2 === first) === (byte === 0))
}

const encodings: readonly {
  readonly name: string
  readonly iconv: string
  readonly looks: (bytes: Uint8Array) => boolean
}[] = [
  { name: 'UTF-32', iconv: 'UTF-32', looks: beginsWith(0xff, 0xfe, 0, 0) },
  { name: 'UTF-32', iconv: 'UTF-32', looks: beginsWith(0, 0, 0xfe, 0xff) },
  { name: 'UTF-16', iconv: 'UTF-16', looks: beginsWith(0xff, 0xfe) },
  { name: 'UTF-16', iconv: 'UTF-16', looks: beginsWith(0xfe, 0xff) },
  { name: 'UTF-16', iconv: 'UTF-16LE', looks: hasZeros(1) },
  { name: 'UTF-16', iconv: 'UTF-16BE', looks: hasZeros(0) },
]

/** Text in an encoding of one byte is the usual reason: each of its letters beyond ASCII stands alone. */
function invalid(bytes: Uint8Array): Undecodable {
  const at = invalidAt(bytes)
  const found = `the byte 0x${(bytes[at] ?? 0).toString(16)} on line ${lineOf(bytes, at)} is not valid UTF-8`
  const isText = bytes.every(byte => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)
  return isText
    ? { found, remedy: `if it is encoded in Windows-1252 or Latin-1, ${converting('WINDOWS-1252')}` }
    : { found }
}

/** The longest beginning that is valid, or cut within a character, ends before the first invalid byte. */
function invalidAt(bytes: Uint8Array): number {
  let [valid, invalid] = [0, bytes.length]
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1
    if (isValidSoFar(bytes.subarray(0, middle))) valid = middle
    else invalid = middle
  }
  // The byte that shows it may only be the one after a character that is not complete.
  let at = invalid - 1
  while (at > 0 && (bytes[at - 1] ?? 0) >= 0x80 && !isValid(bytes.subarray(0, at))) at--
  return at
}

const isValidSoFar = (bytes: Uint8Array) => isValid(bytes, true)

function isValid(bytes: Uint8Array, stream = false): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream })
    return true
  } catch {
    return false
  }
}

const lineOf = (bytes: Uint8Array, at: number) =>
  bytes.subarray(0, at).filter(byte => byte === 0x0a).length + 1
