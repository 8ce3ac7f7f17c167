import { createInterface } from 'node:readline/promises'
import { printable } from '../printable.ts'
import type { World } from './world.ts'

/** Asks a person at the terminal; an empty answer is a yes. */
export const asker =
  ({ stdin, stderr, signal }: World) =>
  async (question: string): Promise<boolean> => {
    const terminal = createInterface({ input: stdin, output: stderr })
    try {
      const answer = await terminal.question(`${printable(question)} [Y/n] `, { signal })
      return /^(y|yes|)$/i.test(answer.trim())
    } finally {
      terminal.close()
    }
  }
