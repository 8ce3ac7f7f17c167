import { type KernelView, namespaceKinds, type ViewedProcess } from '../../live/kernel-view.ts'
import { cut, pad, widthOf } from '../../report/format/pretty/page.ts'
import type { Paint } from '../../report/paint.ts'
import { processTree } from './process-tree.ts'
import type { RowStyle } from './row-style.ts'
import { shownText } from './shown-text.ts'

/** The processes as a tree, a line each: numbers, name, state, what is its own, and its cgroup. */
export function processLines({ processes }: KernelView, { columns, paint, isNew }: RowStyle): string[] {
  const pidWidth = Math.max(0, ...processes.map(({ pid }) => String(pid).length))
  const rows = processTree(processes).map(({ process, lead }) => ({
    process,
    numbers: numbersOf(process, pidWidth),
    name: cut(`${lead}${shownText(process.name)}`, Math.max(minName, Math.floor(columns * nameShare))),
  }))
  const numbersWidth = widest(rows.map(({ numbers }) => numbers))
  const nameWidth = widest(rows.map(({ name }) => name))
  return rows.map(({ process, numbers, name }) => {
    const mark = isNew(process.pid) ? paint.green('+') : ' '
    const head = ` ${mark}${pad(numbers, numbersWidth)}  ${pad(name, nameWidth)}  `
    return head + fitted(detailsOf(process), columns - widthOf(head), paint)
  })
}

/** The part of a line that names may have, in columns and of all columns. */
const minName = 12
const nameShare = 0.4

const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(text => widthOf(text)))

const numbersOf = ({ pid, inner }: ViewedProcess, width: number) =>
  `${String(pid).padStart(width)}${inner === undefined ? '' : ` (${inner})`}`

/** A piece of text, and how it is painted. */
type Piece = readonly [text: string, colour: keyof Paint]

function detailsOf(process: ViewedProcess): Piece[] {
  const { state, uid, namespaces, hostname, cgroup } = process
  const own = namespaceKinds.filter(kind => namespaces[kind] !== undefined)
  return [
    ...(state === 'S' ? [] : [[states[state] ?? state, 'yellow'] as const]),
    ...(own.length === 0 ? [] : [[own.join(' '), 'cyan'] as const]),
    ...(uid === 0 ? [] : [[`user ${uid}`, 'magenta'] as const]),
    ...(hostname === undefined ? [] : [[`host ${shownText(hostname)}`, 'blue'] as const]),
    [shownText(cgroup), 'dim'],
  ]
}

/** The letters of proc_pid_stat(5), in the words of /proc/PID/status. */
const states: Readonly<Record<string, string>> = {
  R: 'running',
  D: 'disk sleep',
  T: 'stopped',
  t: 'tracing stop',
  X: 'dead',
  Z: 'zombie',
  P: 'parked',
  I: 'idle',
}

/** As many pieces as there is room for; the last one is cut. */
function fitted(pieces: readonly Piece[], room: number, paint: Paint): string {
  let left = room
  const texts: string[] = []
  for (const [text, colour] of pieces) {
    if (left < 2) break
    const shown = cut(text, left)
    texts.push(paint[colour](shown))
    left -= widthOf(shown) + 2
  }
  return texts.join('  ')
}
