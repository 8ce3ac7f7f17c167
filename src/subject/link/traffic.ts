import type { Fact, Source, ValueType } from '../../kernel/fact.ts'
import { countersText, linkCounters } from '../../kernel/link-counter.ts'
import { qdiscText, rootQdisc } from '../../kernel/qdisc.ts'

const inside = { pid: '{pid}', namespaces: ['net'] } as const
const counterSource: Source = { read: 'command', argv: ['ip', '-j', '-s', 'link'], inside }
const qdiscSource: Source = { read: 'command', argv: ['tc', '-j', '-s', 'qdisc', 'show'], inside }

const count: ValueType = { type: 'count' }
const size: ValueType = { type: 'size' }

/** What a link has carried, and how it queues what it sends. */
export const traffic: Readonly<Record<string, Fact>> = {
  rx: counters('rx', 'What it has received since it was made.'),
  tx: counters(
    'tx',
    'What it has sent since it was made; dropped is also what its queueing discipline refused.',
  ),
  qdisc: {
    value: {
      type: 'record',
      fields: {
        kind: { type: 'text' },
        rate: count,
        burst: size,
        latency: { type: 'duration', unit: 'us' },
        delay: { type: 'duration', unit: 's' },
        bytes: size,
        packets: count,
        drops: count,
        overlimits: count,
      },
      bare: 'kind',
    },
    sources: [qdiscSource],
    parse: ([text = ''], { name = '' }) => ({ ...rootQdisc(text, name) }),
    quote: ([text = ''], { binding: { name = '' } }) => [{ source: 0, text: qdiscText(text, name) }],
    means:
      'The queueing discipline of what it sends: its kind, its rate in bits a second, and what it has sent, dropped and delayed.',
    manual: 'tc(8)',
  },
}

function counters(direction: 'rx' | 'tx', means: string): Fact {
  return {
    value: { type: 'record', fields: { bytes: size, packets: count, errors: count, dropped: count } },
    sources: [counterSource],
    parse: ([text = ''], { name = '' }) => ({ ...linkCounters(text, name, direction) }),
    quote: ([text = ''], { binding: { name = '' } }) => [{ source: 0, text: countersText(text, name) }],
    means,
    manual: 'ip-link(8)',
  }
}
