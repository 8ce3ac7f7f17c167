import { wholeTexts } from '../../kernel/quote.ts'
import { unreadable } from '../../linux/unreadable.ts'
import type { SubjectDefinition } from '../definition.ts'

/** How long a step took; its only text is the number of milliseconds. */
export const duration: SubjectDefinition = {
  form: {
    means: "How long the step took, on the machine's clock.",
    examples: ['duration: "< 2s"'],
    noun: 'the duration',
    value: 'expectation',
  },
  make: () => ({}),
  key: () => 'duration',
  words: () => 'the duration',
  binding: () => ({}),
  record: {
    read: (_, { startedAt, endedAt }) => ({
      source: 'clock',
      text: String(Math.max(0, endedAt - startedAt)),
      speaker: 'it took',
    }),
    seenBy: 'your clock',
    onScreen: ['clock'],
  },
  facts: {
    value: {
      value: { type: 'duration', unit: 'ms' },
      sources: [],
      parse: ([text = '']) => {
        if (!/^\d+(\.\d+)?$/.test(text)) throw unreadable('a number of milliseconds', text)
        return Number(text)
      },
      quote: wholeTexts,
      means: 'Wall-clock time from the start of the step to its end.',
      manual: 'clock_gettime(2)',
    },
  },
}
