/**
 * The lines of a piece of a text, as far as they are not blank (isspace(3) in the C locale). Pieces can be counted one after
 * another, so that a text need not be kept to be counted.
 */
export interface Lines {
  /** How many newlines are left when blanks are taken out and several newlines become one. */
  readonly newlines: number
  /** Whether something is written before its first newline, and after its last. */
  readonly begins: boolean
  readonly goesOn: boolean
}

export interface LineCounter {
  add(piece: Lines): void
  /** The last line counts even if it does not end in a newline. */
  count(): number
}

export function lineCounter(): LineCounter {
  let lines = 0
  let isWritten = false
  return {
    add({ newlines, begins, goesOn }) {
      const first = isWritten || begins
      // A first newline with nothing before it ends no line; after each further one something is written.
      if (newlines > 0) lines += newlines - 1 + Number(first)
      isWritten = newlines > 0 ? goesOn : first
    },
    count: () => lines + Number(isWritten),
  }
}

export function linesOf(text: string): Lines {
  const bare = text.replace(/[\t\v\f\r ]+/g, '')
  const pieces = bare.split(/\n+/)
  return { newlines: pieces.length - 1, begins: pieces[0] !== '', goesOn: pieces.at(-1) !== '' }
}

export function countLines(text: string): number {
  const counter = lineCounter()
  counter.add(linesOf(text))
  return counter.count()
}
