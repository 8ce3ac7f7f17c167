import { cut, widthOf } from '../../report/format/pretty/page.ts'

/** Text that was cut to a width, and its own width. */
interface FittedText {
  readonly text: string
  readonly width: number
}

/** Cuts text to a width. Most text is ASCII, whose width needs no tables: there may be thousands of lines, ten times a second. */
export function fittedText(text: string, room: number): FittedText {
  const width = columnsOf(text)
  if (width <= room) return { text, width }
  const shorter = cut(text, room)
  return { text: shorter, width: widthOf(shorter) }
}

/** Printable ASCII and the lines of trees have a column for each character. */
const columnsOf = (text: string) => (/^[ -~│├└─]*$/.test(text) ? text.length : widthOf(text))
