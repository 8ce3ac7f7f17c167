import { close, constants, openSync, read, readdirSync, readFileSync, write } from 'node:fs'
import type { AgentChannel } from './agent-channel.ts'
import { CallFailure, errnoOf } from './call-error.ts'

/** Milliseconds without a runner at the other end after which it counts as gone. */
const grace = 2000

/** The device of a virtio-serial port, found by the name that QEMU gave it. */
export function findPort(name: string, sys = '/sys/class/virtio-ports', dev = '/dev'): string {
  const ports = readdirSync(sys)
  const port = ports.find(entry => readFileSync(`${sys}/${entry}/name`, 'utf8').trim() === name)
  if (port) return `${dev}/${port}`
  throw new CallFailure({
    errno: 'ENODEV',
    path: sys,
    message: `there is no virtio port named ${name}; found: ${ports.join(', ') || 'none'}`,
  })
}

/**
 * A virtio-serial port as a channel. It can be opened only once, and Node's streams fail on it, so it is read with successive
 * blocking reads, each in a thread of Node's pool. If nobody is at the other end, a read returns 0 bytes immediately.
 */
export function portChannel(device: string): AgentChannel {
  const file = openSync(device, constants.O_RDWR)
  return {
    read: (onChunk, onEnd) => readPort(file, onChunk, onEnd),
    write: queuedWriter(file),
  }
}

function readPort(file: number, onChunk: (chunk: Uint8Array) => void, onEnd: () => void) {
  const buffer = Buffer.allocUnsafe(64 * 1024)
  let aloneSince: number | undefined
  const next = () =>
    read(file, buffer, 0, buffer.length, null, (error, count) => {
      if (count > 0) {
        aloneSince = undefined
        onChunk(buffer.subarray(0, count))
        return next()
      }
      if (error && !['EAGAIN', 'EINTR'].includes(errnoOf(error) ?? '')) return close(file, onEnd)
      aloneSince ??= performance.now()
      if (performance.now() - aloneSince > grace) return onEnd()
      setTimeout(next, 10)
    })
  next()
}

/** Writes in order and in a thread, since the port blocks while nobody reads at the other end. */
function queuedWriter(file: number): (text: string) => void {
  let waiting = ''
  let busy = false
  const flush = () => {
    busy = waiting !== ''
    if (!busy) return
    const bytes = Buffer.from(waiting)
    waiting = ''
    writeAll(bytes)
  }
  const writeAll = (bytes: Uint8Array) =>
    write(file, bytes, (error, count) => {
      if (error && !['EAGAIN', 'EINTR'].includes(errnoOf(error) ?? '')) return // the reader notices the end
      const rest = bytes.subarray(error ? 0 : count)
      if (rest.length > 0) setImmediate(writeAll, rest)
      else flush()
    })
  return text => {
    waiting += text
    if (!busy) flush()
  }
}
