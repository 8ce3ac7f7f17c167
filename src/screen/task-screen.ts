import { type ActionName, type ActionRow, actions } from '../learn/action.ts'
import type { Task } from '../learn/task.ts'
import type { TaskView } from '../learn/task-view.ts'
import type { Size } from '../linux/terminal-size.ts'
import { printable } from '../printable.ts'
import { widthOf } from '../report/format/pretty/page.ts'
import { paintFor } from '../report/paint.ts'
import { wrapMessage } from '../report/wrap.ts'
import { type Key, keyReader } from './key.ts'
import { painterOn } from './painter.ts'
import { moveBy } from './scroll.ts'
import { helpLines } from './task/help-lines.ts'
import { keyLine } from './task/key-line.ts'
import { taskLines } from './task/task-lines.ts'

/** The task on a whole screen, with its keys. */
export interface TaskScreen {
  /** Draws it, and again whenever something changes. */
  show(): void
  /** Draws no more. */
  hide(): void
  /** Draws it as a whole: the size has changed. */
  redraw(): void
  /** Takes what was typed, and returns what was typed after a key that has hidden the screen. */
  type(text: string): string
  /** Shows a message above the keys until the next key. */
  tell(message: string): void
}

export interface TaskScreenOptions {
  readonly task: Task
  readonly write: (text: string) => void
  readonly size: () => Size
  readonly colour: boolean
  /** The key that leaves the screen, and where it leads, as shown below the task. */
  readonly leave: readonly [key: string, word: string]
  /** Keys of whoever shows the screen; these come first. */
  readonly own: Readonly<Record<string, () => void>>
}

/** What is shown instead of the task, or asked below it. */
type Mode =
  | { readonly kind: 'task' }
  | { readonly kind: 'text'; readonly lines: () => readonly string[] }
  | { readonly kind: 'confirm'; readonly name: ActionName; readonly question: string }
  | { readonly kind: 'answer'; readonly text: string }

const onTask: Mode = { kind: 'task' }

export function taskScreen(options: TaskScreenOptions): TaskScreen {
  const { task, write, size, colour, own } = options
  const paint = paintFor(colour)
  const painter = painterOn(write)
  const read = keyReader()
  let isShown = false
  let mode: Mode = onTask
  let scroll = 0
  let message = ''

  const bodyOf = (columns: number) =>
    mode.kind === 'text' ? mode.lines() : taskLines(task.view, { columns, colour })
  const draw = () => {
    if (!isShown) return
    const { rows, columns } = size()
    const body = bodyOf(columns)
    const room = Math.max(1, rows - footerRows)
    scroll = Math.max(0, Math.min(scroll, body.length - room))
    const visible = body.slice(scroll, scroll + room)
    const padding = Array.from({ length: room - visible.length }, () => '')
    const status = statusLine(body.length, room)
    const cursor =
      mode.kind === 'answer' ? { row: rows - 2, column: Math.min(columns - 1, widthOf(status)) } : undefined
    painter.paint([...visible, ...padding, status, keysBelow(columns)], { rows, columns }, cursor)
  }
  const statusLine = (length: number, room: number) => {
    if (mode.kind === 'confirm') return ` ${paint.bold(mode.question)} y/n`
    if (mode.kind === 'answer') return ` ${paint.cyan('Answer:')} ${printable(mode.text)}`
    if (message !== '') return ` ${paint.yellow(message)}`
    if (length <= room) return ''
    return paint.dim(` lines ${scroll + 1}–${Math.min(length, scroll + room)} of ${length}  ↑ ↓`)
  }
  const keysBelow = (columns: number) =>
    mode.kind === 'task'
      ? keyLine(task.view, { columns, colour, leave: options.leave })
      : paint.dim(` ${keysOf[mode.kind]}`)
  const tell = (text: string) => {
    const lines = printable(text).trimEnd().split('\n')
    const [only = ''] = lines
    if (lines.length === 1 && widthOf(only) < size().columns - 1) message = only
    else {
      mode = {
        kind: 'text',
        lines: () => wrapMessage(lines.join('\n'), size().columns - 2).map(line => ` ${line}`),
      }
      scroll = 0
    }
  }
  const act = async (name: ActionName, words?: readonly string[]) => {
    message = '…'
    draw()
    try {
      const text = await task.act({ name, ...(words && { words }) })
      message = ''
      if (isOnTask(text, task.view)) scroll = Number.MAX_SAFE_INTEGER
      else tell(text)
    } catch (error) {
      message = ''
      tell(error instanceof Error ? error.message : String(error))
    }
    draw()
  }
  const begin = (name: ActionName) => {
    const { confirm }: ActionRow = actions[name]
    if (name === 'help') {
      mode = { kind: 'text', lines: () => helpLines({ columns: size().columns, colour }) }
      scroll = 0
    } else if (name === 'answer' && !task.view.step.question) message = 'This step asks no question.'
    else if (name === 'answer') mode = { kind: 'answer', text: '' }
    else if (confirm !== undefined) mode = { kind: 'confirm', name, question: confirm }
    else void act(name)
  }
  const move = (key: string): boolean => {
    const by = moveBy(key, Math.max(1, size().rows - footerRows - 1))
    if (by === undefined) return false
    scroll = Math.max(0, scroll + by)
    return true
  }

  /** What a key does, by what is shown. */
  const press: { readonly [K in Mode['kind']]: (key: Key) => void } = {
    task: typed => {
      const key = keyOf(typed)
      const name = nameOf(key)
      if (Object.hasOwn(own, key)) own[key]?.()
      else if (!move(key) && name) begin(name)
    },
    text: typed => {
      const key = keyOf(typed)
      if (key === 'chord') own.chord?.()
      else if (key === '' || move(key)) return
      mode = onTask
      scroll = 0
    },
    confirm: typed => {
      const key = keyOf(typed)
      const asked = mode
      if (key === '') return
      mode = onTask
      if (/^y$/i.test(key) && asked.kind === 'confirm') void act(asked.name)
    },
    answer: key => {
      if (mode.kind !== 'answer') return
      const { text } = mode
      if ('pasted' in key) mode = { kind: 'answer', text: text + key.pasted.replace(/\s+/g, ' ').trim() }
      else if (key.key === 'enter') {
        mode = onTask
        if (text.trim() !== '') void act('answer', [text.trim()])
      } else if (key.key === 'backspace') mode = { kind: 'answer', text: [...text].slice(0, -1).join('') }
      else if (key.key === 'erase') mode = { kind: 'answer', text: '' }
      else if (leaving.has(key.key)) mode = onTask
      else if ([...key.key].length === 1) mode = { kind: 'answer', text: text + key.key }
    },
  }
  const redraw = () => {
    painter.forget()
    draw()
  }
  task.onView(draw)
  return {
    redraw,
    show() {
      isShown = true
      mode = onTask
      message = ''
      scroll = 0
      redraw()
    },
    hide() {
      isShown = false
    },
    type(text) {
      for (const key of read(text)) {
        message = ''
        press[mode.kind](key)
        if (!isShown) return text.slice(key.until)
      }
      draw()
      return ''
    },
    tell(text) {
      tell(text)
      draw()
    },
  }
}

/** Whether the task says it, at its end. */
const isOnTask = (text: string, { step: { hints, solution } }: TaskView) =>
  hints.includes(text) || solution?.join('\n') === text

/** The line for messages and questions, and that of the keys. */
const footerRows = 2

const keysOf = {
  text: '↑ ↓ scroll   any other key: back to the task',
  confirm: 'y yes   any other key: no',
  answer: 'Enter send   Esc cancel   Ctrl-U clear',
} as const

const leaving: ReadonlySet<string> = new Set(['escape', 'interrupt', 'chord'])

/** Pasted text is no key. */
const keyOf = (typed: Key) => ('key' in typed ? typed.key : '')

const byKey = new Map(
  Object.entries(actions).flatMap(([name, row]: [string, ActionRow]) =>
    row.key === undefined ? [] : [[row.key, name as ActionName] as const],
  ),
)
const nameOf = (key: string) => byKey.get(key)
