import type { Task } from '../learn/task.ts'
import { sizeOf } from '../linux/terminal-size.ts'
import type { FrontIo } from './front.ts'
import { plainModes } from './mode.ts'
import { endOfPiece } from './painter.ts'
import { taskScreen } from './task-screen.ts'
import { giveBack, takeKeys } from './terminal-input.ts'

/** The task on a whole terminal that has no shell. `leave` is called when somebody leaves it; returns what gives the terminal back. */
export function watchScreen(
  task: Task,
  io: FrontIo,
  { colour, leave }: { colour: boolean; leave: () => void },
): () => void {
  const { stdout } = io
  const screen = taskScreen({
    ...{ task, colour, size: () => sizeOf(stdout) },
    write: text => void stdout.write(text),
    leave: ['q', 'leave'],
    own: {
      ...{ q: leave, interrupt: leave },
      t: () => screen.tell('Terminals are opened beside the shell.'),
      w: () => screen.tell('This is the pane.'),
    },
  })
  stdout.write(`\x1b[?1049h${plainModes}\x1b[?2004h`)
  const stopKeys = takeKeys(io, text => void screen.type(text))
  stdout.on('resize', screen.redraw)
  screen.show()
  return () => {
    screen.hide()
    stopKeys()
    stdout.off('resize', screen.redraw)
    stdout.write(`${endOfPiece}${plainModes}\x1b[?1049l`)
    giveBack(io)
  }
}
