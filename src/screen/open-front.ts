import type { Learning } from '../learn/task.ts'
import type { Front, FrontIo, FrontOptions } from './front.ts'
import { fullFront } from './full-front.ts'
import { plainFront } from './plain-front.ts'

/** Joins a real terminal with the shells of a machine and with the task. The terminal that is in use first is number 1. */
export function openFront(learning: Learning, io: FrontIo, options: FrontOptions): Front {
  const isPlain = options.plain === true || options.env.TERM === 'dumb' || !io.stdout.isTTY
  return (isPlain ? plainFront : fullFront)(learning, io, options)
}
