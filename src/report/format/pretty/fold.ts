import stripAnsi from 'strip-ansi'
import { printable } from '../../../printable.ts'

/** Writes lines as they come; of a long text only the first and last ones, and the number of lines between. */
export interface Fold {
  text(text: string): void
  /** So many bytes were not kept here. */
  gap(bytes: number): void
  end(): void
}

const first = 14
const last = 6

/** A line as a terminal shows it after carriage returns, such as those of a progress bar. */
const asShown = (line: string) => line.replace(/\r+$/, '').split('\r').at(-1) ?? ''

/** Whole escape sequences go, for many programs colour what they print; what else a terminal would obey is shown. */
const plain = (line: string) => printable(stripAnsi(line))

export function foldOutput(write: (line: string) => void, { all }: { all: boolean }): Fold {
  let begun = ''
  let count = 0
  let hidden = nothingHidden
  const kept: Line[] = []
  const add = (line: Line) => {
    count++
    if (all || count <= first) return write(line.text)
    kept.push(line)
    if (kept.length > last + 1) hidden = withLine(hidden, kept.shift())
  }
  const line = (written: string) => add({ text: plain(asShown(written)) })
  const endLine = () => {
    if (begun !== '') line(begun)
    begun = ''
  }
  return {
    text: text => {
      const lines = (begun + text).split('\n')
      begun = lines.pop() ?? ''
      for (const each of lines) line(each)
    },
    gap: bytes => {
      endLine()
      add({ text: `[… ${bytes} bytes not kept …]`, dropped: bytes })
    },
    end: () => {
      endLine()
      // The note takes a line, too: it never replaces a single one.
      if (hidden !== nothingHidden) write(noteOf(withLine(hidden, kept.shift())))
      for (const { text } of kept.splice(0)) write(text)
      count = 0
      hidden = nothingHidden
    },
  }
}

/** A line of the output, or the note of bytes that were dropped. */
interface Line {
  readonly text: string
  readonly dropped?: number
}

interface Hidden {
  readonly lines: number
  readonly dropped: number
}

const nothingHidden: Hidden = { lines: 0, dropped: 0 }

const withLine = ({ lines, dropped }: Hidden, line: Line | undefined): Hidden => ({
  lines: lines + (line?.dropped === undefined ? 1 : 0),
  dropped: dropped + (line?.dropped ?? 0),
})

const noteOf = ({ lines, dropped }: Hidden) =>
  `… ${lines} more lines${dropped > 0 ? `, and ${dropped} bytes that were not kept` : ''} …`
