import serializing from '@xterm/addon-serialize'
import headless from '@xterm/headless'
import type { Size } from '../linux/terminal-size.ts'
import { condensed } from './kept-text.ts'
import { followModes } from './mode.ts'

/** What a shell shows, kept by a terminal emulator: the real terminal may show something else meanwhile. */
export interface Mirror {
  /** `isHidden`: the real terminal does not get this text, so the mirror answers what it asks. */
  write(text: string, isHidden: boolean): void
  /** Calls back once all that was written before has been taken in, and nothing that is written after. */
  after(use: (now: Reflection) => void): void
  resize(size: Size): void
  /** Whether a full-screen program draws on the alternate screen, by all that was written. */
  readonly isAlternate: boolean
  /** Calls back whoever waits, and takes no more. */
  close(): void
}

/** The state of a mirror at one moment. */
export interface Reflection {
  /** Whether a full-screen program draws on the alternate screen. */
  readonly isAlternate: boolean
  /** Draws both screens on a terminal that shows its empty normal screen. */
  screens(): string
  /** Draws the alternate screen on one that shows its alternate screen, empty. */
  alternate(): string
  /** Puts the terminal into the same modes; moves the cursor. */
  modes(): string
}

interface MirrorOptions {
  readonly size: Size
  /** Takes answers to what a program asks its terminal. */
  readonly answer: (text: string) => void
}

type Waiting = { readonly text: string; readonly isHidden: boolean } | { readonly run: () => void }

/** Characters that wait to be taken in; of more, only the last ones are, and the modes. */
const mostWaiting = 2 * 1024 ** 2
const mostKept = 256 * 1024
const mostAtOnce = 64 * 1024

/** Milliseconds between two pieces of `mostAtOnce` while nobody waits. */
const pace = 40

export function openMirror({ size, answer }: MirrorOptions): Mirror {
  const terminal = new headless.Terminal({
    ...{ cols: size.columns, rows: size.rows },
    ...{ scrollback: 0, allowProposedApi: true },
  })
  const serializer = new serializing.SerializeAddon()
  terminal.loadAddon(serializer as never) // its types name the emulator with a screen
  const isAlternate = () => terminal.buffer.active.type === 'alternate'
  const modes = followModes(terminal, isAlternate)
  let answers = false
  terminal.onData(text => {
    if (answers) answer(text)
  })

  let waiting: Waiting[] = []
  let length = 0
  let isBusy = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  const isUrgent = () => waiting.some(each => 'run' in each)
  const takeIn = (): void => {
    if (isBusy || isClosed) return
    clearTimeout(timer)
    timer = undefined
    const next = waiting.shift()
    if (!next) return
    if ('run' in next) {
      next.run()
      soon()
      return
    }
    length -= next.text.length
    answers = next.isHidden
    isBusy = true
    terminal.write(next.text, () => {
      isBusy = false
      soon()
    })
  }
  /** At once if somebody waits for it. Else it is paced: emulating a flood would take the time that passing it on needs. */
  const soon = (): void => {
    if (waiting.length === 0 || isBusy) return
    if (isUrgent()) takeIn()
    else timer ??= setTimeout(takeIn, pace)
  }
  const at = () => {
    const { cursorX, cursorY } = terminal.buffer.active
    return `\x1b[${cursorY + 1};${cursorX + 1}H`
  }
  const both = () => serializer.serialize({ scrollback: 0, excludeModes: true })
  const reflection: Reflection = {
    get isAlternate() {
      return isAlternate()
    },
    screens: () => `${both()}${modes.restore()}${at()}`,
    alternate: () => `${both().split(alternateBegin).at(-1) ?? ''}${modes.restore()}${at()}`,
    modes: () => modes.restore(),
  }
  const add = (added: Waiting) => {
    waiting.push(added)
    soon()
  }
  return {
    write(text, isHidden) {
      length += text.length
      if (length > mostWaiting) {
        waiting = thinned(waiting)
        length = waiting.reduce((sum, each) => sum + ('text' in each ? each.text.length : 0), text.length)
      }
      const last = waiting.at(-1)
      const isMore = last && 'text' in last && last.isHidden === isHidden && last.text.length < mostAtOnce
      if (isMore) waiting[waiting.length - 1] = { text: last.text + text, isHidden }
      else add({ text, isHidden })
    },
    after: use => add({ run: () => use(reflection) }),
    resize: ({ rows, columns }) => add({ run: () => terminal.resize(columns, rows) }),
    get isAlternate() {
      const texts = waiting.flatMap(each => ('text' in each ? [each.text] : []))
      const last = [...texts.join('').matchAll(screenSwitches)].at(-1)
      return last ? last[1] === 'h' : isAlternate()
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      for (const each of waiting.splice(0)) if ('run' in each) each.run()
      terminal.dispose()
    },
  }
}

/** What turns the alternate screen on and off. */
export const screenSwitches = /\x1b\[\?(?:47|1047|1049)([hl])/g

/** What the serializer writes between the two screens. */
const alternateBegin = '\x1b[?1049h\x1b[H'

/** Joins the texts between two callbacks, and leaves out all but their ends. What a flood asks is not answered. */
function thinned(waiting: readonly Waiting[]): Waiting[] {
  const parts: Waiting[] = []
  for (const each of waiting) {
    const last = parts.at(-1)
    if (last && 'text' in last && 'text' in each)
      parts[parts.length - 1] = { text: last.text + each.text, isHidden: false }
    else parts.push(each)
  }
  return parts.map(each => ('text' in each ? { ...each, text: condensed(each.text, mostKept) } : each))
}
