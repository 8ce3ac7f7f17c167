import type { StepEvidence } from '../../evidence/evidence.ts'
import type { SubjectDefinition } from '../definition.ts'

interface Output {
  readonly stream: Stream
}

type Stream = 'stdout' | 'stderr' | 'both'

const streams = {
  both: {
    source: 'output',
    words: 'the output',
    text: ({ stdout, stderr }) => stdout + stderr,
  },
  stdout: { source: 'stdout', words: 'the standard output', text: ({ stdout }) => stdout },
  stderr: { source: 'stderr', words: 'the standard error', text: ({ stderr }) => stderr },
} satisfies Record<
  Stream,
  { source: string; words: string; text: (output: StepEvidence['output']) => string }
>

/** What a step printed; its only text is that of the stream asked for. */
export const output: SubjectDefinition<Output, Stream> = {
  form: {
    means: 'What the step printed: `stdout`, `stderr` or `both`.',
    examples: ['output: stdout', 'text: /^hello/m'],
    noun: 'the output',
    value: { words: ['stdout', 'stderr', 'both'] },
  },
  make: stream => ({ stream }),
  key: ({ stream }) => streams[stream].source,
  words: ({ stream }) => streams[stream].words,
  binding: () => ({}),
  record: {
    read: ({ stream }, { output }) => ({
      source: streams[stream].source,
      text: streams[stream].text(output),
      speaker: 'it printed',
    }),
    seenBy: 'your terminal',
    onScreen: Object.values(streams).map(({ source }) => source),
  },
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
}
