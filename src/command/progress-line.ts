import type { Progress } from '../machine/machine.ts'
import { printable } from '../printable.ts'
import { cut } from '../report/format/pretty/page.ts'
import { seconds } from '../report/wording.ts'
import type { World } from './world.ts'

/** Reports progress on standard error: a line rewritten in place on a terminal, a line per task elsewhere. */
export function progressLine({ stderr }: World): Progress {
  const begun = new Map<string, string>()
  return ({ task, detail, done, ms }) => {
    const text = printable(`${task}${detail ? `: ${detail}` : ''}`)
    if (done) {
      begun.delete(task)
      stderr.write(`${start(stderr)}unboxed: ${text}, done in ${seconds(ms ?? 0)}\n`)
    } else if (stderr.isTTY) {
      stderr.write(start(stderr) + cut(`unboxed: ${text} …`, stderr.columns || 80))
    } else if (!begun.has(task)) {
      stderr.write(`unboxed: ${text} …\n`)
    }
    if (!done) begun.set(task, text)
  }
}

/** On a terminal a line replaces the one before it. */
const start = ({ isTTY }: World['stderr']) => (isTTY ? '\r\u001b[2K' : '')
