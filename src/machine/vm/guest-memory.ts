import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { Torn, UnsupportedKernel } from '../../outside/failure.ts'
import type { PhysicalMemory } from '../../outside/physical-memory.ts'
import { findMapping, type Mapping } from './memory-mapping.ts'

/** Memory that is read through an open file. */
export interface OpenMemory extends PhysicalMemory {
  close(): void
}

/** The RAM of a template, which is a file. */
export function templateMemory(file: string): OpenMemory {
  return openMemory(file, { start: 0, size: statSync(file).size })
}

/**
 * The RAM of a clone of that template. The file has no page that the guest has written to since it was cloned, so it is read where QEMU
 * has it mapped, through /proc/PID/mem (proc_pid_mem(5)): whoever started QEMU may do so.
 */
export function cloneMemory(pid: number, file: string): OpenMemory {
  const mapping = findMapping(readFileSync(`/proc/${pid}/maps`, 'utf8'), file)
  if (!mapping) throw new Error(`QEMU (pid ${pid}) has not mapped ${file}`)
  return openMemory(`/proc/${pid}/mem`, mapping)
}

/** On q35, RAM begins at the guest's address 0 and has no holes, unless there is as much as this: then it is in two pieces. */
const twoPieces = 0xb000_0000

function openMemory(file: string, { start, size }: Mapping): OpenMemory {
  if (size >= twoPieces) throw new UnsupportedKernel('RAM in one piece')
  const descriptor = openSync(file, 'r')
  let isOpen = true
  const fill: PhysicalMemory['fill'] = (bytes, address) => {
    const { length } = bytes
    if (!isOpen) throw new Error('the virtual machine is closed') // and its descriptor may be another file by now
    if (address < 0 || address + length > size) throw new Torn(`RAM ends before ${address.toString(16)}`)
    const count = readSync(descriptor, bytes, 0, length, start + address)
    if (count < length) throw new Error(`the memory of the virtual machine cannot be read at ${address}`)
  }
  return {
    size,
    fill,
    read(address, length) {
      const bytes = Buffer.allocUnsafe(length)
      fill(bytes, address)
      return bytes
    },
    close() {
      if (isOpen) closeSync(descriptor)
      isOpen = false
    },
  }
}
