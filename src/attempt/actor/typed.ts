import type { Exit } from '../../evidence/evidence.ts'
import type { Session } from '../session.ts'
import type { LabProcess, OutputListener } from './process.ts'

/**
 * Types a script into a shell that reads standard input, then a line that prints a random mark and `$?`. The random mark cannot be
 * forged; it delimits the output and carries the exit status. Resolves when it appears, or when the shell itself ends.
 */
export async function typeInto(
  shell: LabProcess,
  script: string,
  { client, runtime }: Pick<Session, 'client' | 'runtime'>,
  output: OutputListener,
): Promise<Exit> {
  const mark = `unboxed-${[...runtime.random(8)].map(byte => byte.toString(16).padStart(2, '0')).join('')}`
  const pattern = new RegExp(`\\n${mark} (\\d+)\\n`)
  let held = ''
  let markSeen: (exit: Exit) => void = () => undefined
  const marked = new Promise<Exit>(resolve => {
    markSeen = resolve
  })
  const stop = shell.listen((stream, text) => {
    if (stream === 'stderr') return output(stream, text)
    held += text
    const end = pattern.exec(held)
    const safe = end ? end.index : safeLength(held, mark)
    if (safe > 0) output('stdout', held.slice(0, safe))
    held = held.slice(safe)
    if (end) markSeen({ code: Number(end[1]), signal: null })
  })
  try {
    await client.call('type', { key: shell.key, text: `${script}\nprintf '\\n%s %d\\n' ${mark} $?\n` })
    return await Promise.race([marked, shell.exit])
  } finally {
    stop()
  }
}

/** The length of the prefix that cannot be part of the mark. */
function safeLength(text: string, mark: string): number {
  const line = text.lastIndexOf('\n', text.length - 1)
  if (line < 0) return text.length
  const previous = text.lastIndexOf('\n', line - 1)
  const start = previous >= 0 && text.startsWith(`\n${mark}`, previous) ? previous : line
  return `\n${mark} `.startsWith(text.slice(start, start + mark.length + 2)) ? start : text.length
}
