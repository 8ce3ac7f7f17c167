import type { Fact, ValueType } from '../../kernel/fact.ts'
import { parseRanges } from '../../kernel/list.ts'
import { wholeTexts } from '../../kernel/quote.ts'
import { parseScheduling, policyNames, type Scheduling } from '../../kernel/scheduling.ts'
import { fromStatus, procFile } from './fact.ts'

/** Where and when a process gets a CPU. */
export const schedule = {
  cpus_allowed: {
    ...fromStatus(
      'Cpus_allowed_list',
      { type: 'list', of: { type: 'count' } },
      ({ cpusAllowed }) => parseRanges(cpusAllowed),
      'The numbers of the CPUs on which it may run.',
    ),
    manual: 'sched_setaffinity(2)',
  },
  nice: fromStat(
    { type: 'count' },
    ({ nice }) => nice,
    'How willingly it leaves a CPU to others that want it, from -20 (least) to 19 (most).',
    'setpriority(2)',
  ),
  scheduling_policy: fromStat(
    { type: 'word', words: policyNames },
    ({ policy }) => policy,
    'By which rules it shares a CPU with others.',
    'sched(7)',
  ),
} satisfies Record<string, Fact>

function fromStat(
  value: ValueType,
  pick: (scheduling: Scheduling) => number | string,
  means: string,
  manual: string,
): Fact {
  return {
    value,
    sources: [procFile('stat')],
    parse: ([text = '']) => pick(parseScheduling(text)),
    quote: wholeTexts,
    means,
    manual,
  }
}
