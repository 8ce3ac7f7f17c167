import stripAnsi from 'strip-ansi'
import { printable } from '../../../printable.ts'

/** Writes lines as they come; of a long text only the first and last ones, and the number of lines between. */
export interface Fold {
  text(text: string): void
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
  const kept: string[] = []
  const line = (written: string) => {
    const text = asShown(written)
    count++
    if (all || count <= first) return write(plain(text))
    kept.push(text)
    if (kept.length > last + 1) kept.shift()
  }
  return {
    text: text => {
      const lines = (begun + text).split('\n')
      begun = lines.pop() ?? ''
      for (const each of lines) line(each)
    },
    end: () => {
      if (begun !== '') line(begun)
      begun = ''
      // The note takes a line, too: it never replaces a single one.
      const hidden = all || count <= first + last + 1 ? 0 : count - first - last
      if (hidden > 0) write(`… ${hidden} more lines …`)
      for (const each of hidden > 0 ? kept.slice(-last) : kept) write(plain(each))
      kept.length = 0
      count = 0
    },
  }
}
