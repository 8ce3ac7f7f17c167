import wrapAnsi from 'wrap-ansi'

const columns = 98

/** Text as comment lines of a shell script. */
export function comment(text: string): string[] {
  return wrapAnsi(text.trim(), columns)
    .split('\n')
    .map(line => `# ${line}`.trimEnd())
}
