import { addressAt, imageStart } from './address.ts'
import { type Btf, parseBtf } from './btf.ts'
import { UnsupportedKernel } from './failure.ts'
import { findSymbols, type ReadImage } from './kallsyms.ts'
import type { KernelMap } from './kernel-map.ts'
import { enumeratorNames, otherPaths, type Path, paths, symbolNames } from './layout.ts'
import type { PhysicalMemory } from './physical-memory.ts'
import { findVmcoreinfo } from './vmcoreinfo.ts'

/**
 * Reads a kernel's map from its memory, without any help from inside. It believes what is there, so it is to be done before anybody else has
 * worked in the machine. Throws `UnsupportedKernel`.
 */
export function makeKernelMap(memory: PhysicalMemory): KernelMap {
  const info = findVmcoreinfo(memory)
  if (info.number('pgtable_l5_enabled') !== 0) throw new UnsupportedKernel('page table of four levels')
  const imageBase = info.number('phys_base')
  const read: ReadImage = (address, length) => memory.read(address - imageStart + imageBase, length)
  const { page_offset_base, __start_BTF, __stop_BTF, ...symbols } = findSymbols(info, read, [
    ...symbolNames,
    'page_offset_base',
    '__start_BTF',
    '__stop_BTF',
  ])
  const btf = parseBtf(read(__start_BTF, __stop_BTF - __start_BTF))
  const directMap = read(page_offset_base, 8)
  return {
    release: info.release,
    imageBase,
    directMap: addressAt(new DataView(directMap.buffer, directMap.byteOffset), 0),
    pageTable: info.symbol('init_top_pgt'),
    symbols,
    places: record(paths, path => placeOf(btf, path)),
    enumerators: record(enumeratorNames, name => btf.enumerator(name) ?? null),
  }
}

/** Under whichever name this kernel has it. */
function placeOf(btf: Btf, path: Path) {
  for (const name of [path, ...(otherPaths[path] ?? [])]) {
    const place = btf.place(name)
    if (place) return place
  }
  return null
}

const record = <Name extends string, Value>(names: readonly Name[], of: (name: Name) => Value) =>
  Object.fromEntries(names.map(name => [name, of(name)])) as Record<Name, Value>
