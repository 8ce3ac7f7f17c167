/** Undoes the quoting of `printf %q` in bash: backslashes, and `$'…'` around a text with control characters. */
export function shellUnquote(text: string): string {
  const pieces = text.match(/\$'(?:[^'\\]|\\.)*'|'[^']*'|\\.|[^\\'$]+|./gs) ?? []
  return pieces.map(unquoted).join('')
}

function unquoted(piece: string): string {
  if (piece.length > 2 && piece.startsWith("$'")) return ansiUnquoted(piece.slice(2, -1))
  if (piece.length > 1 && piece.startsWith("'")) return piece.slice(1, -1)
  return piece.startsWith('\\') ? piece.slice(1) : piece
}

/** Characters beyond ASCII may be octal escapes of their bytes, several in a row. */
function ansiUnquoted(text: string): string {
  return text.replace(/(?:\\[0-7]{1,3})+|\\c.|\\./gs, sequence => {
    if (/^\\[0-7]/.test(sequence)) return bytesAsText(sequence.split('\\').slice(1))
    if (sequence.startsWith('\\c')) return String.fromCharCode(sequence.charCodeAt(2) & 31)
    return letters[sequence.slice(1)] ?? sequence.slice(1)
  })
}

const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** As UTF-8, or a character for each byte if it is not. */
function bytesAsText(octal: readonly string[]): string {
  const bytes = octal.map(digits => Number.parseInt(digits, 8) & 255)
  try {
    return decodeURIComponent(bytes.map(byte => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return String.fromCharCode(...bytes)
  }
}
