import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { processRow } from './process-table.ts'

/** What the agent is about to do to the machine; written before it is done, so that it can be undone whatever happens. */
export type Intent =
  /** `base` is made if it was `made`; the agent moves from `home` into `leaf`. */
  | { did: 'claim'; base: string; leaf: string; home: string; made: boolean }
  /** `survey` is a file that tells what the machine was like before. */
  | { did: 'mark'; survey: string }
  | { did: 'directory'; path: string }
  /** `saved` holds what was there before. */
  | { did: 'file'; path: string; saved?: string }
  | { did: 'start'; key: string; pid: number; start: number }

/** The first line of a log: whose it is. A pid is somebody else's after a restart, or when the start differs. */
export interface Owner {
  pid: number
  start: number
  boot: string
}

export interface IntentLog {
  /** Everything noted and not yet undone, in order. */
  readonly intents: Intent[]
  add(intent: Intent): void
  /** A path for a copy of something, in the log's own directory. */
  besides(): string
  /** The path for what the machine was like. It goes with the log. */
  readonly survey: string
  /** Everything has been undone: begins anew, keeping what the agent itself lives in. */
  forget(): void
  /** To be called when nothing is left to undo. */
  remove(): void
}

/**
 * `isKept`: in a file, for the next agent. Where the machine ends with its agent there is no next one, and nothing of it may read the id
 * of its boot, which is drawn when it is first read: in a machine that is saved, every copy would have the same.
 */
export function intentLog(directory: string, isKept = true): IntentLog {
  const name = `${directory}/agent-${process.pid}-${processRow(process.pid)?.start ?? 0}`
  const intents: Intent[] = []
  let file: number | undefined
  let copies = 0
  const drop = () => {
    if (file !== undefined) closeSync(file)
    file = undefined
    for (const kind of ['jsonl', 'survey']) rmSync(`${name}.${kind}`, { force: true })
  }
  const write = (line: object) => {
    if (!isKept) return
    if (file === undefined) {
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      file = openSync(`${name}.jsonl`, 'a', 0o600)
      writeSync(file, `${JSON.stringify(ownerOf(process.pid))}\n`)
    }
    writeSync(file, `${JSON.stringify(line)}\n`)
  }
  return {
    intents,
    add(intent) {
      write(intent)
      intents.push(intent)
    },
    besides: () => `${name}.saved-${copies++}`,
    survey: `${name}.survey`,
    forget() {
      const kept = intents.filter(({ did }) => did === 'claim')
      intents.splice(0, intents.length, ...kept)
      drop()
      for (const intent of kept) write(intent)
    },
    remove: drop,
  }
}

/** Who a process is; `start` is 0 when there is no such process. */
export function ownerOf(pid: number): Owner {
  return { pid, start: processRow(pid)?.start ?? 0, boot: bootId() }
}

export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}
