import type { Exit } from '../../evidence/evidence.ts'
import type { Session } from '../session.ts'
import type { LabProcess, OutputListener } from './process.ts'

/**
 * Types a script into a shell that reads standard input, then a line that prints a random mark and `$?`. The mark is unpredictable. The
 * agent finds it anywhere in the output, ends the section there, and sends the exit status. Resolves then, or when the shell itself
 * ends. Output between two scripts belongs to the second; output before the first belongs to the step that started the shell.
 */
export async function typeInto(
  shell: LabProcess,
  script: string,
  { client, runtime }: Pick<Session, 'client' | 'runtime'>,
  output: OutputListener,
): Promise<Exit> {
  const random = [...runtime.random(8)].map(byte => byte.toString(16).padStart(2, '0')).join('')
  if (!shell.isTyped) await shell.endSection()
  shell.isTyped = true
  const stop = shell.listen(output)
  try {
    const marked = shell.sectionEnd()
    // In two parts, so that a shell that traces its commands (`set -x`) does not print the mark by that.
    const text = `${script}\nprintf '%s-%s %d\\n' unboxed ${random} $?\n`
    await client.call('type', { key: shell.key, text, until: `unboxed-${random}` })
    return await Promise.race([marked.then(code => ({ code, signal: null })), shell.exit])
  } finally {
    stop()
  }
}
