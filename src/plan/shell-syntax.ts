/** Quotes a word for a POSIX shell, only where it must be. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** One line of words a shell reads back as they are. */
export const commandLine = (argv: readonly string[]): string => argv.map(quote).join(' ')

/** Whether these words make a shell take the next one for its commands. */
export const isShellText = (words: readonly string[]): boolean => /(^| )(bash|sh) -c$/.test(words.join(' '))

/** The name a step gave to a process, as a shell variable. */
export const variable = (name: string): string => name.replaceAll('-', '_')
