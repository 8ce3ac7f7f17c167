import { type BtfTable, type BtfType, kinds, readBtfTable } from './btf-table.ts'

/** Where a member is in a structure, and how large. */
export interface Place {
  /** Bytes from the beginning of the structure. */
  readonly offset: number
  readonly size: number
  /** Of a bit-field: its bits, counted from the lowest of the `size` bytes at `offset`. */
  readonly bits?: { readonly from: number; readonly count: number }
}

/** Answers questions about the types of a kernel. */
export interface Btf {
  /**
   * The place of `STRUCTURE.MEMBER.MEMBER…`, where `MEMBER[]` is the first element of an array. Undefined if there is none, or if
   * several structures have this name and differ in it.
   */
  place(path: string): Place | undefined
  /** The value of an enumerator, whatever enum it is of. Undefined if there is none. */
  enumerator(name: string): number | undefined
}

export function parseBtf(bytes: Uint8Array): Btf {
  const table = readBtfTable(bytes)
  const structures = once(() => structuresOf(table))
  const enumerators = once(() => enumeratorsOf(table))
  return {
    place(path) {
      const [structure = '', ...members] = path.split('.')
      const places = (structures().get(structure) ?? []).flatMap(id => placeOf(table, id, members) ?? [])
      return places.every(place => isSame(place, places[0])) ? places[0] : undefined
    },
    enumerator: name => enumerators().get(name),
  }
}

/** Numbers of structures and unions by their names: different files of the kernel may use one name for different ones. */
function structuresOf(table: BtfTable): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const id of table.ofKind(kinds.structure, kinds.union)) {
    const { name } = table.type(id)
    if (name === '') continue
    const same = found.get(name)
    if (same) same.push(id)
    else found.set(name, [id])
  }
  return found
}

const isSame = (one: Place, other?: Place) => JSON.stringify(one) === JSON.stringify(other)

function enumeratorsOf(table: BtfTable): Map<string, number> {
  const found = new Map<string, number>()
  for (const id of table.ofKind(kinds.enum, kinds.enum64)) {
    const { kind, parts, word } = table.type(id)
    for (const part of parts) {
      const value = kind === kinds.enum ? word(part + 1) | 0 : word(part + 1) + word(part + 2) * 2 ** 32
      found.set(table.text(word(part)), value)
    }
  }
  return found
}

function placeOf(table: BtfTable, structure: number, members: readonly string[]): Place | undefined {
  let place: Place = { offset: 0, size: sizeOf(table, structure) }
  let id = structure
  for (const member of members) {
    const name = member.replace('[]', '')
    const found = findMember(table, plainType(table, id), name)
    if (!found) return undefined
    id = found.id
    place = { ...found.place, offset: place.offset + found.place.offset }
    if (name === member) continue
    const array = plainType(table, id)
    if (array.kind !== kinds.array) return undefined
    id = array.word(0)
    place = { offset: place.offset, size: sizeOf(table, id) }
  }
  return place
}

interface Member {
  readonly id: number
  readonly place: Place
}

/** Members of anonymous structures and unions count as members of what holds them, as they do in C. */
function findMember(table: BtfTable, structure: BtfType, name: string): Member | undefined {
  if (structure.kind !== kinds.structure && structure.kind !== kinds.union) return undefined
  for (const part of structure.parts) {
    const [own, id] = [table.text(structure.word(part)), structure.word(part + 1)]
    if (own !== name && own !== '') continue
    const place = memberPlace(structure.word(part + 2), structure.hasBitFields, sizeOf(table, id))
    if (own === name) return { id, place }
    const inner = findMember(table, plainType(table, id), name)
    if (inner) return { ...inner, place: { ...inner.place, offset: place.offset + inner.place.offset } }
  }
  return undefined
}

/** The position of a member counts bits; where the structure has bit-fields, its upper byte is their size, and 0 for other members. */
function memberPlace(position: number, hasBitFields: boolean, size: number): Place {
  const count = hasBitFields ? position >>> 24 : 0
  const bit = hasBitFields ? position & 0xffffff : position
  if (count === 0) return { offset: bit / 8, size }
  const offset = Math.floor(bit / (8 * size)) * size
  return { offset, size, bits: { from: bit - 8 * offset, count } }
}

function sizeOf(table: BtfTable, id: number): number {
  const type = plainType(table, id)
  if (type.kind === kinds.pointer) return 8
  if (type.kind === kinds.array) return type.word(2) * sizeOf(table, type.word(0))
  return type.size
}

const modifiers: readonly number[] = [
  kinds.typedef,
  kinds.volatile,
  kinds.const,
  kinds.restrict,
  kinds.typeTag,
]

/** A type without the names and qualifiers that were put on it. */
function plainType(table: BtfTable, id: number): BtfType {
  let type = table.type(id)
  while (modifiers.includes(type.kind)) type = table.type(type.size)
  return type
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
