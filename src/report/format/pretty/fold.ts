import { printable } from '../../wording.ts'

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

export function foldOutput(write: (line: string) => void, { all }: { all: boolean }): Fold {
  let begun = ''
  let count = 0
  let dropped = 0
  const kept: Line[] = []
  const add = (line: Line) => {
    count++
    if (all || count <= first) return write(line.text)
    kept.push(line)
    if (kept.length > last + 1) dropped += kept.shift()?.dropped ?? 0
  }
  const line = (written: string) => add({ text: printable(asShown(written)), dropped: 0 })
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
      const hidden = all || count <= first + last + 1 ? 0 : count - first - last
      if (hidden > 0) {
        const [hiddenLast] = kept.splice(0, kept.length - last)
        dropped += hiddenLast?.dropped ?? 0
        write(`… ${hidden} more lines${dropped > 0 ? `, and ${dropped} bytes not kept` : ''} …`)
      }
      for (const { text } of kept) write(text)
      kept.length = 0
      count = 0
      dropped = 0
    },
  }
}

interface Line {
  readonly text: string
  /** Bytes for which it stands. */
  readonly dropped: number
}
