import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { processRow } from './process-table.ts'

/** A change that the agent is about to make to the machine. It is logged first, so that it can be undone whatever happens. */
export type Intent =
  /** Creates `base` if `made`; the agent moves from `home` into `leaf`. */
  | { did: 'claim'; base: string; leaf: string; home: string; made: boolean }
  /** `survey` is a file with the state of the machine before the lab. */
  | { did: 'mark'; survey: string }
  | { did: 'directory'; path: string }
  /** `saved` is a copy of the previous file. */
  | { did: 'file'; path: string; saved?: string }
  | { did: 'start'; key: string; pid: number; start: number }

/** The first line of a log: its owner. After a reboot, or with another start time, the PID belongs to another process. */
export interface Owner {
  pid: number
  start: number
  boot: string
}

export interface IntentLog {
  /** All intents that are not undone yet, in order. */
  readonly intents: Intent[]
  add(intent: Intent): void
  /** A path for a copy of a file, in the log's directory. */
  besides(): string
  /** The path for the survey of the machine. It is deleted with the log. */
  readonly survey: string
  /** Starts over once everything is undone, keeping the agent's own cgroup. */
  forget(): void
  /** Deletes the log; call it when nothing is left to undo. */
  remove(): void
}

/**
 * `isKept`: in a file, for the next agent. Where the machine ends with its agent there is no next one. There, the log must not read the boot ID
 * either: the kernel generates it on the first read, and all clones of a saved machine would share it.
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

/** The identity of a process; `start` is 0 if it does not exist. */
export function ownerOf(pid: number): Owner {
  return { pid, start: processRow(pid)?.start ?? 0, boot: bootId() }
}

export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}
