import type { Exit, StepEvidence } from '../evidence/evidence.ts'
import type { Fact, Value } from '../kernel/fact.ts'
import type { Subject } from '../lab/lab.ts'
import { exitValue, exitWords } from './exit-words.ts'
import type { SourceText } from './read-fact.ts'

/** The subjects that are the step itself: what they say was recorded while it was done, not read from a file. */
export type StepSubject = Extract<Subject, { kind: 'exit' | 'duration' | 'output' }>

export const isStepSubject = (subject: Subject): subject is StepSubject => subject.kind in recorders

/** What was recorded of a step: the text that stands for it, and how a fact is had from such a text. */
export interface StepRecord {
  readonly recorded: SourceText
  readonly parse: Fact['parse']
  /** Begins the sentence that ends in what was found. */
  readonly speaker: string
}

/** Undefined while it has not ended. */
export function stepRecord(subject: StepSubject, fact: Fact, evidence: StepEvidence): StepRecord | undefined {
  return recorders[subject.kind](subject as never, fact, evidence)
}

const recorders = {
  exit: ({ of }, _, evidence) => exitRecord(of === undefined ? evidence.exit : evidence.exits[of], of),
  duration: (_, { parse }, { startedAt, endedAt }) => ({
    recorded: { source: 'clock', text: String(Math.max(0, endedAt - startedAt)) },
    parse,
    speaker: 'it took',
  }),
  output: ({ stream }, { parse }, { output }) => ({
    recorded: { source: stream === 'both' ? 'output' : stream, text: streams[stream](output) },
    parse,
    speaker: 'it printed',
  }),
} satisfies {
  [K in StepSubject['kind']]: (
    subject: Extract<StepSubject, { kind: K }>,
    fact: Fact,
    evidence: StepEvidence,
  ) => StepRecord | undefined
}

const streams = {
  both: ({ stdout, stderr }: StepEvidence['output']) => stdout + stderr,
  stdout: ({ stdout }: StepEvidence['output']) => stdout,
  stderr: ({ stderr }: StepEvidence['output']) => stderr,
}

function exitRecord(exit: Exit | undefined, of: string | undefined): StepRecord | undefined {
  if (!exit) return undefined
  const value: Value = exitValue(exit)
  return {
    recorded: { source: of === undefined ? 'exit' : `exit of ${of}`, text: exitWords(exit) },
    parse: () => value,
    speaker: `it ended (${exitWords(exit)}):`,
  }
}
