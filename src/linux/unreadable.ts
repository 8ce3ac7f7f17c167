/** The text is not what the kernel documents: an error of ours or of the machine, never of the learner. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

const shown = 80

/** Names what the kernel documents and what was found instead, shortened. */
export function unreadable(expected: string, text: string): Unreadable {
  const found = text.length > shown ? `${text.slice(0, shown)}…` : text
  return new Unreadable(`expected ${expected}, found ${JSON.stringify(found)}`)
}
