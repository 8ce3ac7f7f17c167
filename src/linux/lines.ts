/**
 * The count of nonblank lines in a piece of text (blank as in isspace(3), C locale). Successive pieces can be added, so a text need
 * not be kept to count its lines.
 */
export interface Lines {
  /** The number of newlines after removing blanks and merging successive newlines. */
  readonly newlines: number
  /** Whether there is text before the first newline, and after the last. */
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
      // A first newline without text before it ends no line; after every further one there is text.
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
