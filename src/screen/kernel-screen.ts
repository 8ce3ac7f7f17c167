import { sizeOf } from '../linux/terminal-size.ts'
import { type KernelNews, newsLast } from '../live/kernel-news.ts'
import type { KernelView } from '../live/kernel-view.ts'
import { cut } from '../report/format/pretty/page.ts'
import type { FrontIo } from './front.ts'
import { kernelLines } from './kernel/kernel-lines.ts'
import { kernelNewsLines } from './kernel/news-lines.ts'
import { keyReader } from './key.ts'
import { plainModes } from './mode.ts'
import { endOfPiece, painterOn } from './painter.ts'
import { moveBy } from './scroll.ts'
import { giveBack, takeKeys } from './terminal-input.ts'

/** The kernel of a machine on a whole terminal. */
export interface KernelScreen {
  /** Draws a view, of which the news have been told. */
  show(view: KernelView): void
  /** Shows a message above the keys; an empty one is none. */
  tell(message: string): void
  /** Gives the terminal back. */
  close(): void
}

interface KernelScreenOptions {
  readonly news: KernelNews
  readonly colour: boolean
  readonly now: () => number
  /** Somebody leaves. */
  readonly leave: () => void
}

export function kernelScreen(io: FrontIo, { news, colour, now, leave }: KernelScreenOptions): KernelScreen {
  const { stdout } = io
  const painter = painterOn(text => void stdout.write(text))
  const read = keyReader()
  let view: KernelView | undefined
  let message = ''
  let scroll = 0
  let isOpen = true
  let fading: NodeJS.Timeout | undefined

  const draw = () => {
    if (!view || !isOpen) return
    const { rows, columns } = sizeOf(stdout)
    const at = now()
    const body = kernelLines(view, { columns, colour, isNew: what => news.isNew(what, at) })
    const newsRows = newsRowsOf(rows)
    const room = roomOf(rows)
    scroll = Math.max(0, Math.min(scroll, body.length - room))
    const changes = kernelNewsLines(news.changes(at), { rows: newsRows, columns, colour })
    const status = statusLine(body.length, room)
    painter.paint(
      [
        ...filled(body.slice(scroll, scroll + room), room),
        ...filled(changes, newsRows),
        cut(status, columns),
      ],
      { rows, columns },
    )
    // Once nothing is news any more, that is to be seen, too.
    clearTimeout(fading)
    if (changes.length > 0) fading = setTimeout(draw, newsLast / 10)
  }
  const statusLine = (length: number, room: number) => {
    if (message !== '') return ` ${message}`
    const place =
      length > room ? `   lines ${scroll + 1}–${Math.min(length, scroll + room)} of ${length}` : ''
    return ` q leave   ↑ ↓ scroll${place}`
  }
  const redraw = () => {
    painter.forget()
    draw()
  }
  const press = (key: string) => {
    if (key === 'q' || key === 'interrupt') return leave()
    const by = moveBy(key, Math.max(1, roomOf(sizeOf(stdout).rows) - 1))
    if (by === undefined) return
    scroll = Math.max(0, scroll + by)
    draw()
  }

  stdout.write(`\x1b[?1049h${plainModes}\x1b[?2004h`)
  const stopKeys = takeKeys(io, text => {
    for (const key of read(text)) if ('key' in key) press(key.key)
  })
  stdout.on('resize', redraw)
  return {
    show(latest) {
      view = latest
      message = ''
      draw()
    },
    tell(text) {
      message = text
      draw()
    },
    close() {
      isOpen = false
      clearTimeout(fading)
      stopKeys()
      stdout.off('resize', redraw)
      stdout.write(`${endOfPiece}${plainModes}\x1b[?1049l`)
      giveBack(io)
    },
  }
}

/** Below the view are the news and, last, a line for keys and messages. */
const newsRowsOf = (rows: number) => (rows < 16 ? 2 : 5)
const roomOf = (rows: number) => Math.max(1, rows - newsRowsOf(rows) - 1)

const filled = (lines: readonly string[], rows: number) => [
  ...lines,
  ...Array.from({ length: Math.max(0, rows - lines.length) }, () => ''),
]
