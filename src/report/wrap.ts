import wrapAnsi from 'wrap-ansi'

/** Breaks the lines of a message between words; an indented line is quoted output and stays as it is. */
export function wrapMessage(message: string, columns: number): string[] {
  return message
    .split('\n')
    .flatMap(line => (/^\s/.test(line) ? [line] : wrapAnsi(line, columns).split('\n')))
}

/** The same for a remedy, whose commands are never broken, so that they can be copied. */
export function wrapRemedy(remedy: string, columns: number): string[] {
  const glued = remedy.replace(command, words => words.replaceAll(' ', glue))
  return wrapMessage(glued, columns).map(line => line.replaceAll(glue, ' '))
}

/** A command is in backquotes, or is a line without a full stop, or what follows the last colon of such a line. */
const command = /`[^`\n]+`|(?:^(?=\S)|(?<=: ))(?!.*: )[^`\n]*[^`\n.?!)]$/gm

/** A blank that does not end a word. */
const glue = '\u00a0'
