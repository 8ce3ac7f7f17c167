/** What is shown of a line of a file, and the place in it that a caret marks. */
export interface Scrolled {
  readonly text: string
  /** Characters before the place. */
  readonly before: string
  /** How many characters of the place are shown. */
  readonly length: number
}

/** A line that is longer than there is room, moved so that the place can be seen, with an ellipsis where it was cut. */
export function scrolled(
  { text, start }: { readonly text: string; readonly start: number },
  length: number,
  room: number,
): Scrolled {
  const before = [...text.slice(0, start)]
  const after = [...text.slice(start)]
  if (before.length + after.length <= room) return { text, before: text.slice(0, start), length }
  const marked = Math.min(Math.max(length, 1), Math.floor(room / 2))
  const rest = Math.min(after.length, Math.max(room - before.length, Math.ceil((room + marked) / 2)))
  const lead = cut(before, room - rest, 'start')
  const tail = cut(after, rest, 'end')
  return { text: untabbed(lead + tail), before: untabbed(lead), length: Math.min(length, [...tail].length) }
}

function cut(characters: readonly string[], room: number, at: 'start' | 'end'): string {
  if (characters.length <= room) return characters.join('')
  if (room < 1) return ''
  return at === 'start'
    ? `…${characters.slice(characters.length - room + 1).join('')}`
    : `${characters.slice(0, room - 1).join('')}…`
}

/** A tab has no fixed width, which does not matter only where nothing has to fit. */
const untabbed = (text: string) => text.replaceAll('\t', ' ')
