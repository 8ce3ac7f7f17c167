import type { Learning } from '../learn/task.ts'
import { sizeOf } from '../linux/terminal-size.ts'
import { printable } from '../printable.ts'
import type { Front, FrontIo, FrontOptions } from './front.ts'
import { taskLines } from './task/task-lines.ts'
import { giveBack, takeKeys } from './terminal-input.ts'

/** Lines only, in the order in which things happen: for screen readers, and for terminals that cannot move the cursor. */
export function plainFront(learning: Learning, io: FrontIo, { colour }: FrontOptions): Front {
  const { stdout } = io
  let current = 1
  const known = new Set([current])
  const line = (text: string) => void stdout.write(`${text}\r\n`)
  const resize = () => learning.resize(sizeOf(stdout))
  stdout.on('resize', resize)
  const stop = takeKeys(io, text => learning.press(current, text))
  learning.use(current)
  return {
    show(terminal, text) {
      known.add(terminal)
      if (terminal === current) stdout.write(text)
    },
    say: line,
    notice: message => line(printable(message)),
    showTask() {
      const { columns } = sizeOf(stdout)
      for (const each of taskLines(learning.view, { columns, colour, inWords: true })) line(each)
    },
    closed(terminal) {
      known.delete(terminal)
      if (terminal !== current) return
      current = Math.min(...known, Number.MAX_SAFE_INTEGER)
      if (known.size === 0) current = 1
      learning.use(current)
    },
    close() {
      stdout.off('resize', resize)
      stop()
      stdout.write('\r\n') // after the prompt of a shell that still runs
      giveBack(io)
    },
  }
}
