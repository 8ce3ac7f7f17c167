/** Characters that a line may have; our agent answers with an error instead of a longer one. */
export const longestLine = 16 * 2 ** 20

/**
 * Splits a byte stream into lines of UTF-8 text. A chunk may contain many lines, or end inside a character. At a line of more than
 * `longest` characters it calls `tooLong`, once, and ignores all further input.
 */
export function lineSplitter(
  onLine: (line: string) => void,
  tooLong: () => void,
  longest = longestLine,
): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let unfinished = ''
  let isOver = false
  const end = () => {
    isOver = true
    unfinished = ''
    tooLong()
  }
  return chunk => {
    if (isOver) return
    const lines = decoder.decode(chunk, { stream: true }).split('\n')
    const last = lines.pop() ?? ''
    for (const line of lines) {
      const whole = unfinished + line
      unfinished = ''
      if (whole.length > longest) return end()
      onLine(whole)
    }
    unfinished += last
    if (unfinished.length > longest) end()
  }
}
