import type { Reason } from '../evidence/reason.ts'
import { readBefore } from './read-before.ts'
import { type FactReading, readFact } from './read-fact.ts'
import type { SampledFact } from './refusal.ts'

/** Reads a log as far as it has been written since the step began. */
export function readSince(
  sampled: SampledFact,
): FactReading | { readonly is: 'undecided'; readonly reason: Reason } {
  const { fact, binding, sample, subject } = sampled
  const reading = readFact(fact, binding, sample, subject)
  if (reading.is !== 'known') return reading
  const before = readBefore(sampled)
  if ('reason' in before) return { is: 'undecided', reason: before.reason }
  const { texts: begun = [] } = 'texts' in before ? before : {}
  const texts = reading.texts.map((text, index) => ({
    ...text,
    text: linesSince(begun[index]?.text ?? '', text.text),
  }))
  return {
    ...reading,
    value: fact.parse(
      texts.map(({ text }) => text),
      binding,
    ),
    texts,
  }
}

/** The lines after the last one that was there before. Where that is gone, all of them are newer: a log forgets its oldest lines first. */
export function linesSince(before: string, now: string): string {
  const last = before.split('\n').findLast(line => line !== '')
  if (last === undefined) return now
  const lines = now.split('\n')
  return lines.slice(lines.lastIndexOf(last) + 1).join('\n')
}
