import type { RunEvent } from '../../src/attempt/event.ts'
import { type ReporterName, reporters, type Style } from '../../src/report/reporter.ts'

/** All that a reporter writes of these events. */
export async function written(
  name: ReporterName,
  events: readonly RunEvent[],
  style: Partial<Style> = {},
): Promise<string> {
  let text = ''
  const reporter = reporters[name](
    piece => {
      text += piece
    },
    { colour: false, columns: 80, ...style },
  )
  for (const event of events) reporter.event(event)
  await reporter.end()
  return text
}

/** Text from outside with everything in it that a format could stumble over. */
export const hostile =
  'a "b" \'c\' <d> &e; ]]> # SKIP \\ \u0000\u0007\u001b[2J\u009b31m \ud800 \uffff tab\t 日本語 👩‍🚀\r\nnot ok 99 - no\n...\n---\n'
