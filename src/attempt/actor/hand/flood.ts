import { lineCounter, linesOf } from '../../../linux/lines.ts'
import type { SectionEnd } from '../../../protocol/message.ts'

/**
 * Reads output of which the agent passes on only head and tail of each section: it ends the section a moment after the head was full,
 * so that a program that floods the terminal costs a bounded part of the channel.
 */
export function floodReader({
  hear,
  missed,
  next,
}: {
  hear: (text: string) => void
  missed: (gap: { bytes: number; lines: number }) => void
  next: (ms: number) => void
}) {
  let lines = lineCounter()
  let pause = pauses.least
  const output = (text: string) => {
    lines.add(linesOf(text))
    hear(text)
  }
  return {
    output,
    held() {
      next(pause)
      pause = Math.min(pauses.most, pause * 2)
    },
    section({ tails, dropped, lines: counted }: SectionEnd) {
      const bytes = dropped.stdout
      if (bytes === 0) pause = pauses.least
      else {
        lines.add(linesOf(tails.stdout))
        missed({ bytes, lines: Math.max(0, counted.stdout - lines.count()) })
      }
      hear(tails.stdout)
      lines = lineCounter()
    },
  }
}

/** Milliseconds between two parts of a flood. */
const pauses = { least: 50, most: 400 }
