/** Splits a byte stream into lines of UTF-8 text, wherever chunks end: one may hold many lines, or part of a character. */
export function lineSplitter(onLine: (line: string) => void): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let unfinished = ''
  return chunk => {
    const lines = decoder.decode(chunk, { stream: true }).split('\n')
    const last = lines.pop() ?? ''
    for (const line of lines) {
      const whole = unfinished + line
      unfinished = ''
      onLine(whole)
    }
    unfinished += last
  }
}
