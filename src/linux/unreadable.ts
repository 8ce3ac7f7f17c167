/** Thrown if a text does not have the documented format: an error of unboxed or the machine, never of the learner. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

const shown = 80

/** Names the documented format and the text found, truncated. */
export function unreadable(expected: string, text: string): Unreadable {
  const found = text.length > shown ? `${text.slice(0, shown)}…` : text
  return new Unreadable(`expected ${expected}, found ${JSON.stringify(found)}`)
}
