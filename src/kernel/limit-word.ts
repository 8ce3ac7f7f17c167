/** What a word of a limit says to the kernel. */
export type WordRole =
  /** How much: half of it is a stricter limit. */
  | 'quantity'
  /** 0 or 1. */
  | 'switch'
  /** Which disk, CPU or memory node: another number means another one, if there is one. */
  | 'identifier'
  /** A word of a closed set, such as `max`. */
  | 'keyword'

/** Every number is an amount. */
export const amounts = (word: string): WordRole => (isAmount(word) ? 'quantity' : 'keyword')

/** Every number names something. */
export const names = (): WordRole => 'identifier'

/** Amounts, some of them for the device that is named before them. */
export const amountsOfNamed = (word: string): WordRole =>
  /^\d+:\d+$/.test(word) ? 'identifier' : amounts(word)

export const switches = (): WordRole => 'switch'

/** A number as the kernel reads it: `4096`, `64M`, `12.50`. */
const isAmount = (word: string) => /^-?\d+(\.\d+)?[KMGT]?$/i.test(word)

/** A word of what is written into a limit file. */
export interface LimitWord {
  readonly text: string
  readonly role: WordRole
  /** In `rbps=1048576`, what stands before the number. */
  readonly key?: string
  /** The whole text with another word in its place. */
  with(other: string): string
}

/** The words of a text, each with its role. */
export function limitWords(text: string, roleOf: (word: string) => WordRole): LimitWord[] {
  return [...text.matchAll(/(?:(\w+)=)?([^\s=]+)/g)].map(({ 0: whole, 1: key, 2: word = '', index }) => {
    const end = index + whole.length
    const before = text.slice(0, end - word.length)
    return {
      text: word,
      role: roleOf(word),
      ...(key !== undefined && { key }),
      with: other => before + other + text.slice(end),
    }
  })
}
