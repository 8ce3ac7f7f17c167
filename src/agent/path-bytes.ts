/** A path may hold any byte but NUL: one that came as bytes is kept as a text of one character for each, as `latin1` reads it. */
export const bytesOf = (path: string): Buffer => Buffer.from(path, 'latin1')

/** For a person: UTF-8 as such; every other byte, and what would move a cursor, as `\x1b`. */
export function readable(path: string): string {
  const bytes = bytesOf(path)
  const text = bytes.toString('utf8')
  const whole = Buffer.from(text, 'utf8').equals(bytes)
  return (whole ? text : path).replace(whole ? /[\u0000-\u001f\u007f-\u009f]/g : /[^ -~]/g, escaped)
}

const escaped = (character: string) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
