import { createInterface } from 'node:readline/promises'
import { printable } from '../printable.ts'
import type { World } from './world.ts'

/** Milliseconds for which what was typed before the question is dropped: it was meant for somebody else. */
const drain = 200

/**
 * Asks a person at the terminal; an empty answer is a yes. Whatever else is no answer is asked again: a person who goes on typing for
 * what has just ended must not decide anything by that. Without an answer, at the end of the input, it is a no.
 */
export const asker =
  ({ stdin, stderr, signal }: World) =>
  async (question: string): Promise<boolean> => {
    await dropTyped(stdin)
    if (stdin.readableEnded) return false
    const terminal = createInterface({ input: stdin, output: stderr })
    const ended = new Promise<'n'>(resolve => terminal.once('close', () => resolve('n')))
    try {
      for (let hint = ''; ; hint = 'Please answer y or n. ') {
        // Its end comes first: a question is refused once the input has ended.
        const asked = terminal.question(`${hint}${printable(question)} [Y/n] `, { signal })
        const answer = (await Promise.race([ended, asked])).trim()
        if (/^(y|yes|)$/i.test(answer)) return true
        if (/^(n|no)$/i.test(answer)) return false
      }
    } finally {
      terminal.close()
    }
  }

async function dropTyped(stdin: World['stdin']): Promise<void> {
  const drop = () => undefined
  // Raw, so that half a line is dropped, too, and Ctrl-D is a byte like any other.
  if (stdin.isTTY) stdin.setRawMode(true)
  stdin.on('data', drop)
  await new Promise(resolve => setTimeout(resolve, drain))
  stdin.off('data', drop)
  stdin.pause()
  if (stdin.isTTY) stdin.setRawMode(false)
}
