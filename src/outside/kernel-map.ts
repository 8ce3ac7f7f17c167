import type { Address } from './address.ts'
import type { Place } from './btf.ts'
import {
  type EnumeratorName,
  enumeratorNames,
  type Path,
  paths,
  type SymbolName,
  symbolNames,
} from './layout.ts'

/**
 * What an outside observer knows of one booted kernel: where things are, and how its structures are laid out. It holds for every copy
 * of the machine it was made from, and may be kept as JSON.
 */
export interface KernelMap {
  /** uname -r. */
  readonly release: string
  /** The physical address at which the kernel's image would begin if it filled its virtual range (`phys_base`): negative where its random physical address is the lower one. */
  readonly imageBase: number
  /** Where all RAM is mapped at once (`page_offset_base`). */
  readonly directMap: Address
  /** The kernel's page table (`init_top_pgt`). */
  readonly pageTable: Address
  readonly symbols: Readonly<Record<SymbolName, Address>>
  /** null: this kernel has no such member. */
  readonly places: Readonly<Record<Path, Place | null>>
  /** null: this kernel has no such enumerator. */
  readonly enumerators: Readonly<Record<EnumeratorName, number | null>>
}

/** Reads a map that was kept. Undefined if it is damaged, or made for another list of paths. */
export function parseKernelMap(text: string): KernelMap | undefined {
  try {
    const map: unknown = JSON.parse(text)
    return isKernelMap(map) ? map : undefined
  } catch {
    return undefined // cut short
  }
}

function isKernelMap(map: unknown): map is KernelMap {
  return (
    isObject(map) &&
    typeof map.release === 'string' &&
    Number.isSafeInteger(map.imageBase) &&
    [map.directMap, map.pageTable].every(isCount) &&
    hasAll(map.symbols, symbolNames, isCount) &&
    hasAll(map.places, paths, place => place === null || isPlace(place)) &&
    hasAll(map.enumerators, enumeratorNames, value => value === null || Number.isSafeInteger(value))
  )
}

const isPlace = (place: unknown): boolean =>
  isObject(place) &&
  isCount(place.offset) &&
  isCount(place.size) &&
  (place.bits === undefined ||
    (isObject(place.bits) && isCount(place.bits.from) && isCount(place.bits.count)))

const hasAll = (object: unknown, names: readonly string[], isValid: (value: unknown) => boolean): boolean =>
  isObject(object) && names.every(name => isValid(object[name]))

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
