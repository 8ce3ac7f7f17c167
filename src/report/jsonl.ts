import type { Reporter } from './reporter.ts'

/** The version of what the lines say; it stands in the first line of every output. */
const format = 1

/** Every event of a run as it happens, one JSON object a line: for programs. */
export function jsonl(out: (text: string) => void): Reporter {
  let first = true
  return {
    name: 'jsonl',
    event: event => {
      out(`${JSON.stringify(first ? { format, ...event } : event)}\n`)
      first = false
    },
    end: () => undefined,
  }
}
