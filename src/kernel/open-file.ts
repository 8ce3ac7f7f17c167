import { unreadable } from '../linux/unreadable.ts'
import type { Source } from './fact.ts'
import { lineThat } from './quote.ts'

/** The descriptors of a process and where each leads. In quotes, since the path of a file may have a newline. */
export const openFilesSource: Source = {
  read: 'command',
  argv: ['ls', '-lQ', '--time-style=+', '/proc/{pid}/fd'],
}

/** By descriptor, where it leads: a path, or the kernel's name such as `pipe:[1932]`; proc_pid_fd(5). */
export function parseOpenFiles(text: string): Record<string, string> {
  const [total = '', ...lines] = text.split('\n').filter(line => line !== '')
  if (!/^total \d+$/.test(total)) throw unreadable('what ls -lQ prints of /proc/PID/fd', text)
  return Object.fromEntries(
    lines.map(line => {
      const [, descriptor, target] = form.exec(line) ?? []
      if (descriptor === undefined || target === undefined)
        throw unreadable('a line "DESCRIPTOR" -> "TARGET"', line)
      return [descriptor, unquote(target)]
    }),
  )
}

/** The line of one descriptor. */
export const lineOfDescriptor = lineThat((line, { field }) => form.exec(line)?.[1] === field)

const form = /^l\S+ .* "(\d+)" -> "(.*)"$/

/** Escapes are those of C. */
const unquote = (text: string) =>
  text.replace(/\\([0-7]{3}|.)/g, (_, escaped: string) =>
    escaped.length === 3 ? String.fromCharCode(Number.parseInt(escaped, 8)) : (letters[escaped] ?? escaped),
  )

const letters: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
