import type { RunEvent } from '../../src/attempt/event.ts'
import { type ReporterName, reporters } from '../../src/report/registry.ts'
import type { Style } from '../../src/report/reporter.ts'
import { tallyOf } from '../../src/report/view/tally.ts'

/** Everything a reporter writes for these events. */
export async function written(
  name: ReporterName,
  events: readonly RunEvent[],
  style: Partial<Style> = {},
): Promise<string> {
  let text = ''
  const open = await reporters[name]()
  const reporter = open(
    piece => {
      text += piece
    },
    { colour: false, columns: 80, ...style },
  )
  for (const event of events) reporter.event(event)
  reporter.end()
  return text
}

/** The exit code of a run with these events. */
export function exitCodeAfter(events: Iterable<RunEvent>): number {
  const tally = tallyOf()
  for (const event of events) tally.event(event)
  return tally.exitCode()
}

/** Untrusted text with everything that could break a format. */
export const hostile =
  'a "b" \'c\' <d> &e; ]]> # SKIP \\ \u0000\u0007\u001b[2J\u009b31m \ud800 \uffff tab\t 日本語 👩‍🚀\r\nnot ok 99 - no\n...\n---\n'
