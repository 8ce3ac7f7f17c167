import type { RunEvent } from '../../../attempt/event.ts'
import { printableJson } from '../../../printable.ts'
import { scoreOf } from '../../../verdict/score.ts'
import type { Reporter } from '../../reporter.ts'
import { gatherResults } from '../../view/result.ts'

/** The version of the format; it stands in the first line of every output. */
const format = 2

/** Every event of a run as it happens, one JSON object a line: for programs. The end of an attempt has its score. */
export function jsonl(out: (text: string) => void): Reporter {
  let first = true
  const scored = withScores()
  return {
    event: event => {
      const told = scored(event)
      out(`${printableJson(first ? { format, ...told } : told)}\n`)
      first = false
    },
    end: () => undefined,
  }
}

function withScores(): (event: RunEvent) => object {
  const results = gatherResults()
  return event => {
    const result = results.add(event)
    return event.type === 'attempt-end' && result ? { ...event, score: scoreOf(result.verdicts) } : event
  }
}
