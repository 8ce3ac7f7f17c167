import wrapAnsi from 'wrap-ansi'
import { printable } from '../printable.ts'

const columns = 98

/** Text as comment lines of a shell script. */
export function comment(text: string): string[] {
  return wrapAnsi(printable(text).trim(), columns)
    .split('\n')
    .map(line => `# ${line}`.trimEnd())
}
