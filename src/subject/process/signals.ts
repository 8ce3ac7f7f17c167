import type { Fact, ValueType } from '../../kernel/fact.ts'
import { lineThat } from '../../kernel/quote.ts'
import { signalSet } from '../../kernel/signal-set.ts'
import { parseStatus, signalLines } from '../../kernel/status.ts'
import { signalNames } from '../../linux/signal.ts'
import { procFile } from './fact.ts'

const list: ValueType = { type: 'list', of: { type: 'word', words: signalNames } }

/** The lines of /proc/PID/status that say each field; what waits for the process or for its thread is pending alike. */
const lines: Readonly<Record<string, readonly string[]>> = {
  pending: [signalLines.pending, signalLines.threadPending],
  blocked: [signalLines.blocked],
  ignored: [signalLines.ignored],
  caught: [signalLines.caught],
}

/** What a process does with signals. */
export const signals: Fact = {
  value: {
    type: 'record',
    fields: Object.fromEntries(Object.keys(lines).map(field => [field, list])),
  },
  sources: [procFile('status')],
  parse: ([text = '']) => {
    const { threadPending, pending, blocked, ignored, caught } = parseStatus(text).signals
    return {
      pending: [...new Set([...signalSet(pending), ...signalSet(threadPending)])],
      blocked: signalSet(blocked),
      ignored: signalSet(ignored),
      caught: signalSet(caught),
    }
  },
  quote: lineThat((line, { field }) => {
    const asked = field === undefined ? Object.values(lines).flat() : (lines[field] ?? [])
    return asked.some(key => line.startsWith(`${key}:`))
  }),
  means:
    'Signals that wait to be delivered, that it blocks for now, that it ignores, and that it catches with a handler.',
  manual: 'signal(7)',
}
