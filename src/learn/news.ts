import type { Paint } from '../report/paint.ts'
import { wrapMessage } from '../report/wrap.ts'
import { quietLines, type Told } from './quiet-line.ts'

/** Tells each terminal once what has become true, or is no longer so. */
export interface News {
  /** `show` says whether the lines were shown; if not, they are news the next time as well. */
  tell(terminal: number, show: (lines: string) => boolean): void
  /** What nobody has told this terminal yet, as told from now on. */
  take(terminal: number): string
}

export interface NewsOptions {
  readonly paint: Paint
  columns(): number
  /** What is true now. */
  now(): Told
  taskOf(step: string): string
}

/** What is true when a terminal is first asked about is no news to it. */
export function openNews({ paint, columns, now, taskOf }: NewsOptions): News {
  const told = new Map<number, Told>()
  const tell: News['tell'] = (terminal, show) => {
    const present = now()
    const before = told.get(terminal)
    const lines = before ? quietLines(before, present, taskOf) : []
    const text = lines.flatMap(line => wrapMessage(signed(line, paint), columns())).join('\n')
    if (text === '' || show(text)) told.set(terminal, present)
  }
  return {
    tell,
    take: terminal => {
      let taken = ''
      tell(terminal, lines => {
        taken = lines
        return true
      })
      return taken
    },
  }
}

/** A line whose sign has its colour. */
const signed = (line: string, paint: Paint) =>
  line.replace(/^[✓○→]/u, sign => paint[signColours[sign as keyof typeof signColours]](sign))

const signColours = { '✓': 'green', '○': 'yellow', '→': 'cyan' } as const
