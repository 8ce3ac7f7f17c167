import { type Lines, linesOf } from '../linux/lines.ts'
import type { AgentEvent, SectionEnd, Stream } from '../protocol/message.ts'
import { type MarkFinder, markFinder } from './mark.ts'
import { type CappedOutput, cappedOutput } from './output.ts'

/**
 * Captures the output of one process: passes it on up to a limit, and keeps the tail and counts beyond it. The output consists of
 * consecutive sections; a section ends at a mark, on request, or with the process.
 */
export interface Capture {
  take(stream: Stream, bytes: Uint8Array, lines: Lines): void
  /** Makes this mark end the section. */
  endAt(mark: string): void
  /** Milliseconds without output until this time (performance.now()); 0 if there was some since. */
  quietUntil(time: number): number
  /** Ends the section. */
  end(): SectionEnd
}

export function capture(key: string, keep: number, send: (event: AgentEvent) => void): Capture {
  let section = newSection(keep)
  let takenAt = performance.now()
  let mark: MarkFinder | undefined

  const pass = (stream: Stream, bytes: Uint8Array, lines = linesIn(bytes)) => {
    const output = section[stream]
    const wasHolding = output.isHolding
    const text = output.take(bytes, lines)
    if (text) send({ event: 'output', key, stream, text })
    if (output.isHolding && !wasHolding) send({ event: 'held', key, stream })
  }
  const end = () => {
    if (mark) pass('stdout', mark.rest())
    const [stdout, stderr] = [section.stdout.rest(), section.stderr.rest()]
    section = newSection(keep)
    return {
      tails: { stdout: stdout.tail, stderr: stderr.tail },
      dropped: { stdout: stdout.dropped, stderr: stderr.dropped },
      lines: { stdout: stdout.lines, stderr: stderr.lines },
    }
  }

  return {
    take(stream, bytes, lines) {
      takenAt = performance.now()
      if (stream === 'stderr' || !mark) return pass(stream, bytes, lines)
      const found = mark.take(bytes)
      if (found.isChunk) return pass('stdout', bytes, lines)
      pass('stdout', found.before)
      if (!found.end) return
      mark = undefined
      send({ event: 'section', key, code: found.end.status, ...end() })
      pass('stdout', found.end.after)
    },
    endAt(text) {
      if (mark) pass('stdout', mark.rest())
      mark = markFinder(text)
    },
    quietUntil: time => Math.max(0, time - takenAt),
    end,
  }
}

/** Slow in the VM, where the agent is interpreted, so the starter counts all but the few pieces that are split off a chunk. */
const linesIn = (bytes: Uint8Array) => linesOf(Buffer.from(bytes).toString('latin1'))

const newSection = (keep: number): Record<Stream, CappedOutput> => ({
  stdout: cappedOutput(keep),
  stderr: cappedOutput(keep),
})
