import { unreadable } from '../../linux/unreadable.ts'
import type { SubjectFacts } from '../subject-facts.ts'

/** How long a step took; its only text is the number of milliseconds. */
export const duration = {
  facts: {
    value: {
      value: { type: 'duration', unit: 'ms' },
      sources: [],
      parse: ([text = '']) => {
        if (!/^\d+(\.\d+)?$/.test(text)) throw unreadable('a number of milliseconds', text)
        return Number(text)
      },
      means: 'Wall-clock time from the start of the step to its end.',
      manual: 'clock_gettime(2)',
    },
  },
} satisfies SubjectFacts
