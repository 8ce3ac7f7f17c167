import wrapAnsi from 'wrap-ansi'
import type { Size } from '../linux/terminal-size.ts'
import { widthOf } from '../report/format/pretty/page.ts'

/** Draws lines on the screen: only those that differ from what is there, in one piece. */
export interface Painter {
  /** `cursor`: where it is shown, from 0; without one it is hidden. */
  paint(lines: readonly string[], size: Size, cursor?: { row: number; column: number }): void
  /** Forgets what is there: something else has been drawn, or the size has changed. */
  forget(): void
}

export function painterOn(write: (text: string) => void): Painter {
  let drawn: readonly string[] | undefined
  return {
    paint(lines, { rows, columns }, cursor) {
      const before = drawn
      drawn = Array.from({ length: rows }, (_, row) => fitted(lines[row] ?? '', columns))
      const changed = drawn.flatMap((line, row) =>
        before && before[row] === line ? [] : [`\x1b[${row + 1};1H\x1b[2K${line}`],
      )
      const place = cursor ? `\x1b[${cursor.row + 1};${cursor.column + 1}H\x1b[?25h` : '\x1b[?25l'
      write(inOnePiece(`${before ? '' : '\x1b[m\x1b[2J'}${changed.join('')}${place}`))
    },
    forget() {
      drawn = undefined
    },
  }
}

/** Shown at once, where the terminal can (DEC mode 2026, synchronized output). */
export const inOnePiece = (drawing: string) => `\x1b[?2026h${drawing}${endOfPiece}`
export const endOfPiece = '\x1b[?2026l'

/** A line that does not fit is cut, with its colours ended. */
const fitted = (line: string, columns: number) =>
  widthOf(line) <= columns
    ? line
    : (wrapAnsi(line, columns, { hard: true, trim: false }).split('\n')[0] ?? '')
