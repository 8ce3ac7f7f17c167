import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import type { Calls } from '../protocol/message.ts'
import { type Agent, labsPath } from './agent.ts'
import { CallFailure, onPath } from './call-error.ts'
import { copyFile } from './copy-file.ts'
import { replaceFile } from './replace-file.ts'

/** Creates one directory; in cgroupfs that is a cgroup. */
export function makeDirectory(agent: Agent, { path }: Calls['make-directory']['ask']): null {
  const place = labsPath(agent.starter, path)
  if (existsSync(place))
    throw new CallFailure({ errno: 'EEXIST', syscall: 'mkdir', path, message: `${path} exists` })
  agent.log.add({ did: 'directory', path })
  mkdirSync(place, { mode: 0o755 })
  return null
}

/** Writes to a kernel interface file in a single write(2), since the kernel processes each write separately. It never creates a file. */
export function write(_agent: Agent, { path, text }: Calls['write']['ask']): null {
  onPath(path, () => writeOnce(path, text), text)
  return null
}

function writeOnce(path: string, text: string): void {
  if (!isFile(path))
    throw new CallFailure({ errno: 'EINVAL', path, message: `${path} is not a regular file` })
  const file = openSync(path, constants.O_WRONLY | constants.O_TRUNC | constants.O_NONBLOCK)
  try {
    writeSync(file, text)
  } finally {
    closeSync(file)
  }
}

/** Creates or replaces a file atomically; `clean` restores what it replaced. */
export function put(agent: Agent, { path, text, encoding, mode }: Calls['put']['ask']): null {
  onPath(path, () => replace(agent, path, Buffer.from(text, encoding), mode), text)
  return null
}

/** Appends to a file that was put. */
export function append(agent: Agent, { path, text, encoding }: Calls['append']['ask']): null {
  onPath(path, () => appendTo(labsPath(agent.starter, path), Buffer.from(text, encoding)), text)
  return null
}

function appendTo(place: string, bytes: Buffer): void {
  const { O_WRONLY, O_APPEND, O_NOFOLLOW } = constants
  const file = openSync(place, O_WRONLY | O_APPEND | O_NOFOLLOW)
  try {
    writeFileSync(file, bytes)
  } finally {
    closeSync(file)
  }
}

function replace(agent: Agent, path: string, bytes: Buffer, mode: number): void {
  const place = labsPath(agent.starter, path)
  const saved = existsSync(place) ? agent.log.besides() : undefined
  if (saved) copyFile(place, saved)
  agent.log.add({ did: 'file', path, ...(saved ? { saved } : {}) })
  replaceFile(place, unfinished => {
    writeFileSync(unfinished, bytes, { flag: 'wx' })
    chmodSync(unfinished, mode)
  })
}

/** Rejects devices, FIFOs and the like, since opening one can have effects. For a directory the kernel returns EISDIR itself. */
function isFile(path: string): boolean {
  const stats = statSync(path)
  return stats.isFile() || stats.isDirectory()
}
