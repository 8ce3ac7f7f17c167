import type { InventoryProcess } from '../protocol/inventory.ts'
import type { Change } from './change.ts'
import { nameOf } from './crowd.ts'
import { groupName } from './group-name.ts'
import { entered, namespaceKinds, namespaceWords, notesOfBorn } from './note.ts'
import { parentageOf } from './parentage.ts'
import type { Span } from './span.ts'
import { type Told, together } from './told.ts'

/** Processes that are new, gone, or different. */
export function processChanges(span: Span): Change[] {
  const differing = span.before.inventory.processes.flatMap(was => {
    const is = span.after.known(was)
    return is ? differences(was, is, span) : []
  })
  return together([...births(span), ...differing, ...ends(span)])
}

function births(span: Span): Told[] {
  const { told, wrapper, parent } = parentageOf(span.born)
  return told.map(process => {
    const above = wrapper(process)
    const by = above ? `, started by ${nameOf(above)}` : ''
    const notes = notesOfBorn(process, span.after.byPid(parent(process)), span)
    return {
      sign: '+',
      pid: process.pid,
      name: shortLine(process),
      rest: `${by}${notes.length > 0 ? `: ${notes.map(({ text }) => text).join('; ')}` : ''}`,
      file: notes[0]?.file ?? '',
    }
  })
}

function ends({ ended, after }: Span): Told[] {
  const { told, parent } = parentageOf(ended)
  const byPid = new Map(ended.map(process => [process.pid, process]))
  return told.map(process => {
    const above = byPid.get(parent(process))
    const isLost = (kind: string) => {
      const id = process.namespaces[kind]
      return id !== undefined && !after.exists(id) && above?.namespaces[kind] !== id
    }
    const lost = namespaceKinds.filter(isLost)
    const rest = lost.length > 0 ? `, the last in its ${namespaceWords(lost)}` : ''
    return { sign: '-', pid: process.pid, name: process.name, rest, file: '' }
  })
}

/** What is different about a process that was there before. */
function differences(was: InventoryProcess, is: InventoryProcess, span: Span): Told[] {
  const { base } = span.after.inventory
  const tell = (rest: string, file: string, name = is.name): Told[] => [
    { sign: '~', pid: is.pid, name, rest, file },
  ]
  const hasExecuted = is.words.join('\0') !== was.words.join('\0')
  const stopped = (process: InventoryProcess) => /^t$/i.test(process.state)
  return [
    ...(hasExecuted ? tell(` now runs ${shortLine(is)}`, '/cmdline', was.name) : []),
    ...(is.cgroup === was.cgroup
      ? []
      : tell(
          ` moved from cgroup ${groupName(base, was.cgroup)} to ${groupName(base, is.cgroup)}`,
          '/cgroup',
        )),
    ...entered(is, was, span).flatMap(note => tell(`: ${note.text}`, note.file)),
    ...(is.uid === was.uid ? [] : tell(`: user ${was.uid} → ${is.uid}`, '/status')),
    ...(is.root === was.root ? [] : tell(`: root directory ${was.root} → ${is.root}`, '/root')),
    ...(stopped(is) === stopped(was) ? [] : tell(stopped(is) ? ' is stopped' : ' continues', '/status')),
  ]
}

const longestLine = 40

function shortLine({ words, name }: InventoryProcess): string {
  const line = words.join(' ').replace(/\s+/g, ' ') || name
  return line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line
}
