import type { Output } from '../../evidence/evidence.ts'
import { lineOfSpan, wholeTexts } from '../../kernel/quote.ts'
import { countLines } from '../../linux/lines.ts'
import type { StepRecording, SubjectDefinition } from '../definition.ts'

interface OutputOfStep {
  readonly stream: Stream
}

type Stream = 'stdout' | 'stderr' | 'both'

const streams = {
  both: { source: 'output', words: 'the output', read: readBoth },
  stdout: { source: 'stdout', words: 'the standard output', read: output => readOne(output, 'stdout') },
  stderr: { source: 'stderr', words: 'the standard error', read: output => readOne(output, 'stderr') },
} satisfies Record<Stream, { source: string; words: string; read: (output: Output) => Printed }>

type Printed = Pick<StepRecording, 'text' | 'gaps' | 'counted'>

/** What a step printed; its only text is that of the stream asked for. */
export const output: SubjectDefinition<OutputOfStep, Stream> = {
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
      ...streams[stream].read(output),
      speaker: 'it printed',
    }),
    // A terminal shows both streams as one text.
    isOnTerminal: ({ stream }) => stream !== 'stderr',
    seenBy: 'your terminal',
    onScreen: Object.values(streams).map(({ source }) => source),
  },
  facts: {
    text: {
      value: { type: 'text' },
      sources: [],
      parse: ([text = '']) => text,
      quote: lineOfSpan,
      means:
        'Everything it printed. Of more than 128 KiB the middle is not kept, and nothing is judged by what is not there.',
      manual: 'stdout(3)',
    },
    lines: {
      value: { type: 'count' },
      sources: [],
      parse: ([text = '']) => countLines(text),
      quote: wholeTexts,
      means:
        'How many lines it printed, without the empty ones; they are counted even if the output is too long to be kept.',
      manual: 'stdout(3)',
    },
  },
}

function readOne(output: Output, stream: 'stdout' | 'stderr'): Printed {
  const text = output[stream]
  const cut = output.cut?.[stream]
  return cut ? { text, gaps: [cut], counted: { lines: cut.lines } } : { text }
}

/** Standard error follows standard output, so that a last line without a newline goes on in it. */
function readBoth(output: Output): Printed {
  const [first, second] = [readOne(output, 'stdout'), readOne(output, 'stderr')]
  const text = first.text + second.text
  if (!output.cut) return { text }
  const joint = countLines(text) - countLines(first.text) - countLines(second.text)
  const lines = [
    output.cut.stdout?.lines ?? countLines(first.text),
    output.cut.stderr?.lines ?? countLines(second.text),
  ]
  return {
    text,
    gaps: [
      ...(first.gaps ?? []),
      ...(second.gaps ?? []).map(gap => ({ ...gap, at: gap.at + first.text.length })),
    ],
    counted: { lines: lines.reduce((sum, count) => sum + count, joint) },
  }
}
