import type { RunEvent } from '../../src/attempt/event.ts'
import type { Sample } from '../../src/evidence/evidence.ts'
import { memoryMax, pid, runEvents } from './sample-run.ts'
import { hostile } from './write.ts'

/** A run in which every text that comes from outside is hostile. */
export function hostileEvents(): RunEvent[] {
  return runEvents([memoryMax, pid]).map(event => spoil(event))
}

function spoil(event: RunEvent): RunEvent {
  if (event.type === 'output') return { ...event, text: hostile.repeat(3) }
  if (event.type === 'operation') return { ...event, line: hostile }
  if (event.type === 'sample') return { ...event, sample: withHostName(event.sample) }
  if (event.type !== 'verdict') return event
  const facts = event.verdict.facts.map(fact => ({
    ...fact,
    asked: `${fact.fact} is ${hostile}`,
    expected: hostile,
    observed: hostile,
    message: hostile,
    evidence: [{ source: hostile, excerpt: hostile }],
  }))
  return { ...event, verdict: { ...event.verdict, subject: hostile, facts, why: hostile } }
}

/** A lab can choose the host names that it sees. */
function withHostName(sample: Sample): Sample {
  const readings = sample.readings.map(reading =>
    reading.source.startsWith('nsenter') && reading.source.endsWith('/hostname')
      ? { source: reading.source, text: `${hostile.replaceAll('\n', '')}\n` }
      : reading,
  )
  return { ...sample, readings }
}
