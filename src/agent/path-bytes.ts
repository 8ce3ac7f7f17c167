/** A path may contain any byte but NUL. A path read as bytes is kept as a text with one character per byte (latin1). */
export const bytesOf = (path: string): Buffer => Buffer.from(path, 'latin1')

/** The path for people: valid UTF-8 as it is; other bytes and control characters as escapes such as `\x1b`. */
export function readable(path: string): string {
  const bytes = bytesOf(path)
  const text = bytes.toString('utf8')
  const whole = Buffer.from(text, 'utf8').equals(bytes)
  return (whole ? text : path).replace(whole ? /[\u0000-\u001f\u007f-\u009f]/g : /[^ -~]/g, escaped)
}

const escaped = (character: string) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
