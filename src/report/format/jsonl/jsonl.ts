import { printableJson } from '../../../printable.ts'
import type { Reporter } from '../../reporter.ts'

/** The version of the format; it stands in the first line of every output. */
const format = 2

/** Every event of a run as it happens, one JSON object a line: for programs. */
export function jsonl(out: (text: string) => void): Reporter {
  let first = true
  return {
    event: event => {
      out(`${printableJson(first ? { format, ...event } : event)}\n`)
      first = false
    },
    end: () => undefined,
  }
}
