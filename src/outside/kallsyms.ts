import type { Address } from './address.ts'
import { UnsupportedKernel } from './failure.ts'
import type { Vmcoreinfo } from './vmcoreinfo.ts'

/** Reads from the kernel's image, which is contiguous in RAM. */
export type ReadImage = (address: Address, length: number) => Uint8Array

/** Finds symbols in the kernel's own table, which is compressed: the format is that of its scripts/kallsyms.c. */
export function findSymbols<Name extends string>(
  info: Vmcoreinfo,
  read: ReadImage,
  wanted: readonly Name[],
): Record<Name, Address> {
  const indices = findNames(info, read, [...wanted, known])
  const indexOf = (name: string) => {
    const index = indices.get(name)
    if (index === undefined) throw new UnsupportedKernel(`symbol ${name}`)
    return index
  }
  const addressOf = addressTable(info, read, indexOf(known))
  return Object.fromEntries(wanted.map(name => [name, addressOf(indexOf(name))])) as Record<Name, Address>
}

/** A symbol whose address VMCOREINFO tells, too: it shows how the table has addresses. */
const known = '_stext'

/** Where names are in the order of the table; of several with the same name, the first. */
function findNames(info: Vmcoreinfo, read: ReadImage, wanted: readonly string[]): Map<string, number> {
  const table = info.symbol('kallsyms_names')
  const names = read(table, sizeUpTo(info.symbol('kallsyms_token_table'), table))
  const tokens = readTokens(info, read)
  const lengths = tokens.map(({ length }) => length)
  const wantedLengths = new Set(wanted.map(({ length }) => length + 1))
  const [rest, found] = [new Set(wanted), new Map<string, number>()]
  const count = countOf(info, read)
  let at = 0
  for (let index = 0; index < count && rest.size > 0; index++) {
    let size = names[at++] as number
    // Since 6.1 the length of a long name takes a second byte.
    if (size & 0x80) size = (size & 0x7f) | ((names[at++] as number) << 7)
    const end = at + size
    if (end > names.length) throw new UnsupportedKernel('table of symbols')
    let length = 0
    for (let i = at; i < end; i++) length += lengths[names[i] as number] as number
    if (wantedLengths.has(length)) {
      let text = ''
      for (let i = at; i < end; i++) text += tokens[names[i] as number]
      const name = text.slice(1) // after the letter of its type
      if (rest.delete(name)) found.set(name, index)
    }
    at = end
  }
  return found
}

/** Each byte of a name stands for one of these 256 texts. */
function readTokens(info: Vmcoreinfo, read: ReadImage): string[] {
  const [table, index] = [info.symbol('kallsyms_token_table'), info.symbol('kallsyms_token_index')]
  const text = String.fromCharCode(...read(table, sizeUpTo(index, table)))
  const starts = viewOf(read(index, 512))
  return Array.from({ length: 256 }, (_, i) => {
    const start = starts.getUint16(2 * i, true)
    return text.slice(start, text.indexOf('\0', start))
  })
}

/**
 * Addresses are kept as 32-bit offsets. With CONFIG_KALLSYMS_ABSOLUTE_PERCPU only negative ones are relative; the others belong to
 * per-CPU variables.
 */
function addressTable(info: Vmcoreinfo, read: ReadImage, knownIndex: number): (index: number) => Address {
  const offsets = viewOf(read(info.symbol('kallsyms_offsets'), 4 * countOf(info, read)))
  const base = viewOf(read(info.symbol('kallsyms_relative_base'), 8))
  const start = base.getUint32(0, true) + (base.getUint32(4, true) & 0xffff) * 2 ** 32
  const schemes = [
    (index: number) => start - 1 - offsets.getInt32(4 * index, true),
    (index: number) => start + offsets.getUint32(4 * index, true),
  ]
  const scheme = schemes.find(addressOf => addressOf(knownIndex) === info.symbol(known))
  if (!scheme) throw new UnsupportedKernel('table of symbols')
  return scheme
}

const countOf = (info: Vmcoreinfo, read: ReadImage) =>
  viewOf(read(info.symbol('kallsyms_num_syms'), 4)).getUint32(0, true)

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** The size of a table that ends before another begins. The largest known is 3 MB. */
function sizeUpTo(end: Address, start: Address): number {
  if (end <= start || end - start > 2 ** 24) throw new UnsupportedKernel('table of symbols')
  return end - start
}
