import { type Address, parseAddress } from './address.ts'
import { UnsupportedKernel } from './failure.ts'
import type { PhysicalMemory } from './physical-memory.ts'

/**
 * What the kernel writes into one page of its memory for programs that read crash dumps: where its parts are. It is the only text
 * in RAM that can be found without knowing anything else (the kernel's Documentation/admin-guide/kdump/vmcoreinfo.rst).
 */
export interface Vmcoreinfo {
  /** uname -r. */
  readonly release: string
  /** Throws `UnsupportedKernel` if there is no such line. */
  symbol(name: string): Address
  /** Throws `UnsupportedKernel` if there is no such line. */
  number(name: string): number
}

const page = 4096
const beginning = 'OSRELEASE='

/** Finds the page. It is allocated early, near the end of RAM, so the search goes down from there. */
export function findVmcoreinfo(memory: PhysicalMemory): Vmcoreinfo {
  for (let end = memory.size; end > 0; end -= chunk) {
    const start = Math.max(0, end - chunk)
    const found = findIn(memory.read(start, end - start))
    if (found) return found
  }
  throw new UnsupportedKernel('VMCOREINFO')
}

const chunk = 2 ** 20

function findIn(bytes: Uint8Array): Vmcoreinfo | undefined {
  for (let start = 0; start < bytes.length; start += page) {
    if (!startsWith(bytes, start, beginning)) continue
    const found = parseVmcoreinfo(textOf(bytes.subarray(start, start + page)))
    if (found) return found
  }
  return undefined
}

/** Undefined if the text is something else that begins alike, such as a part of a file that quotes it. */
export function parseVmcoreinfo(text: string): Vmcoreinfo | undefined {
  const lines = text.replace(/\0+$/, '').split('\n')
  if (lines.pop() !== '' || !lines.every(line => /^[\x21-\x7e]+=[\x20-\x7e]*$/.test(line))) return undefined
  const entries = new Map(
    lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  const release = entries.get('OSRELEASE')
  if (!release || entries.get('PAGESIZE') !== String(page)) return undefined
  const entry = (key: string) => {
    const value = entries.get(key)
    if (value === undefined) throw new UnsupportedKernel(`VMCOREINFO line ${key}`)
    return value
  }
  return {
    release,
    symbol: name => parseAddress(entry(`SYMBOL(${name})`)),
    number: name => Number(entry(`NUMBER(${name})`)),
  }
}

function startsWith(bytes: Uint8Array, start: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false
  return true
}

const textOf = (bytes: Uint8Array) => String.fromCharCode(...bytes)
