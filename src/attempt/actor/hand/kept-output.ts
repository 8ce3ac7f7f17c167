import type { Cut } from '../../../evidence/evidence.ts'
import { lineCounter, linesOf } from '../../../linux/lines.ts'
import { terminalText } from '../../../linux/terminal-text.ts'

/** The output of one command on a terminal: its head and its tail, however long it is. */
export interface KeptOutput {
  add(text: string): void
  /** Notes a gap: output that the agent did not send. */
  skip(gap: { readonly bytes: number; readonly lines: number }): void
  /** What a terminal shows of it. */
  shown(): { readonly output: string; readonly cut?: Cut }
}

/** Characters of the head, and of the tail. */
const keep = 64 * 1024

export function keptOutput(): KeptOutput {
  const lines = lineCounter()
  let head = ''
  let tail = ''
  let dropped = 0
  let skippedLines = 0
  let isCut = false
  const trim = () => {
    dropped += Math.max(0, tail.length - keep)
    tail = tail.slice(-keep)
  }
  return {
    add(text) {
      lines.add(linesOf(text))
      const room = isCut ? 0 : keep - head.length
      head += text.slice(0, room)
      tail += text.slice(room)
      isCut ||= tail !== ''
      if (tail.length > 2 * keep) trim()
    },
    skip(gap) {
      isCut = true
      dropped += gap.bytes + tail.length
      tail = ''
      skippedLines += gap.lines
    },
    shown() {
      trim()
      if (dropped === 0) return { output: terminalText(head + tail) }
      const before = terminalText(head)
      const cut = { at: before.length, bytes: dropped, lines: lines.count() + skippedLines }
      return { output: before + terminalText(tail), cut }
    },
  }
}
