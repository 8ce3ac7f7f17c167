import { type KernelView, namespaceKinds, type ViewedProcess } from '../../live/kernel-view.ts'
import type { Paint } from '../../report/paint.ts'
import { fittedText } from './fitted-text.ts'
import { processTree } from './process-tree.ts'
import type { RowStyle } from './row-style.ts'
import { shownText } from './shown-text.ts'

/** The processes as a tree, a line each: numbers, name, state, what is its own, and its cgroup. */
export function processLines({ processes }: KernelView, { columns, paint, isNew }: RowStyle): string[] {
  const pidWidth = largest(processes.map(({ pid }) => String(pid).length))
  const nameRoom = Math.max(minName, Math.floor(columns * nameShare))
  const rows = processTree(processes).map(({ process, lead }) => ({
    process,
    numbers: numbersOf(process, pidWidth),
    name: fittedText(`${lead}${shownText(process.name)}`, nameRoom),
  }))
  const numbersWidth = largest(rows.map(({ numbers }) => numbers.length))
  const nameWidth = largest(rows.map(({ name }) => name.width))
  const room = columns - headWidth - numbersWidth - nameWidth
  return rows.map(({ process, numbers, name }) => {
    const mark = isNew(process.pid) ? paint.green('+') : ' '
    const shownName = `${name.text}${' '.repeat(nameWidth - name.width)}`
    return ` ${mark}${numbers.padEnd(numbersWidth)}  ${shownName}  ${fitted(detailsOf(process), room, paint)}`
  })
}

/** What is in front of the details beside numbers and name. */
const headWidth = 2 + 2 + 2

/** The part of a line that names may have, in columns and of all columns. */
const minName = 12
const nameShare = 0.4

const largest = (numbers: readonly number[]) => Math.max(0, ...numbers)

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
    const shown = fittedText(text, left)
    texts.push(paint[colour](shown.text))
    left -= shown.width + 2
  }
  return texts.join('  ')
}
