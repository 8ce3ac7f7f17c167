import type { Fact, Source, Value, ValueType } from '../../kernel/fact.ts'
import { lineOf, wholeTexts } from '../../kernel/quote.ts'
import { parseLine } from '../../kernel/single.ts'
import { parseStatus, type Status } from '../../kernel/status.ts'

/** A file of the process's directory in /proc. */
export function procFile(name: string): Source {
  return { read: 'file', path: `/proc/{pid}/${name}` }
}

/** A fact that one line of /proc/PID/status says. */
export function fromStatus(
  line: string,
  value: ValueType,
  pick: (status: Status) => Value,
  means: string,
): Fact {
  return {
    value,
    sources: [procFile('status')],
    parse: ([text = '']) => pick(parseStatus(text)),
    quote: lineOf(line),
    means,
    manual: 'proc_pid_status(5)',
  }
}

/** A fact that is read from a symbolic link in /proc/PID. */
export function fromLink(name: string, means: string, manual: string): Fact {
  return {
    value: { type: 'text' },
    sources: [{ read: 'link', path: `/proc/{pid}/${name}` }],
    parse: ([text = '']) => parseLine(text),
    quote: wholeTexts,
    means,
    manual,
  }
}
