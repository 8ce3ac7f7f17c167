import type { SubjectFacts } from '../subject-facts.ts'

/** What a step printed; its only text is that of the stream asked for. */
export const output = {
  facts: {
    text: {
      value: { type: 'text' },
      sources: [],
      parse: ([text = '']) => text,
      means: 'Everything it printed.',
      manual: 'stdout(3)',
    },
    lines: {
      value: { type: 'count' },
      sources: [],
      parse: ([text = '']) => text.split('\n').filter(line => line.trim() !== '').length,
      means: 'How many lines it printed, without the empty ones.',
      manual: 'stdout(3)',
    },
  },
} satisfies SubjectFacts
