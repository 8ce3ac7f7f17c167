import { Unreadable } from './fact.ts'

const shown = 80

/** Says what the kernel documents and what was found instead, shortened. */
export function unreadable(expected: string, text: string): Unreadable {
  const found = text.length > shown ? `${text.slice(0, shown)}…` : text
  return new Unreadable(`expected ${expected}, found ${JSON.stringify(found)}`)
}
