import { commandLine } from '../plan/shell-syntax.ts'

/** A command of ours as a person can paste it into a shell. */
export const commandOf = (...words: readonly string[]): string => commandLine(['unboxed', ...words])

/** A path as a word of a command line; one that begins with a dash would be taken for an option. */
export const pathWord = (path: string): string => (path.startsWith('-') ? `./${path}` : path)
