import { UnsupportedKernel } from './failure.ts'

/** One type of a BTF table: its common header, read. */
export interface BtfType {
  readonly kind: number
  readonly name: string
  /** Bytes; of kinds that refer to another type, its number. */
  readonly size: number
  /** Whether offsets of members carry sizes of bit-fields. */
  readonly hasBitFields: boolean
  /** The word at this index behind the header. */
  word(index: number): number
  /** Its members, or the values of an enum: each as the index of its first word. */
  readonly parts: readonly number[]
}

/** The types of a kernel as it describes them itself (the kernel's Documentation/bpf/btf.rst): an array, from 1 on. */
export interface BtfTable {
  /** Throws `UnsupportedKernel` for a number that no type has. */
  type(id: number): BtfType
  text(offset: number): string
  /** The numbers of all types of these kinds. */
  ofKind(...wanted: readonly number[]): number[]
}

/** Kinds of types that mean something to us. */
export const kinds = {
  pointer: 2,
  array: 3,
  structure: 4,
  union: 5,
  enum: 6,
  typedef: 8,
  volatile: 9,
  const: 10,
  restrict: 11,
  typeTag: 18,
  enum64: 19,
} as const

/** Words behind the header of a type, by its kind: once, and for each of its parts. */
const trailers: readonly (readonly [once: number, each: number])[] = [
  [0, 0], // none has kind 0
  [1, 0], // integer
  [0, 0], // pointer
  [3, 0], // array
  [0, 3], // structure
  [0, 3], // union
  [0, 2], // enum
  [0, 0], // forward declaration
  [0, 0], // typedef
  [0, 0], // volatile
  [0, 0], // const
  [0, 0], // restrict
  [0, 0], // function
  [0, 2], // prototype of a function
  [1, 0], // variable
  [0, 3], // section
  [0, 0], // floating point
  [1, 0], // tag of a declaration
  [0, 0], // tag of a type
  [0, 3], // enum of 64 bits
]

const magic = 0xeb9f
const header = 3

/** One pass finds where each of 100,000 types begins; everything else is read when it is asked for. */
export function readBtfTable(bytes: Uint8Array): BtfTable {
  const { types, texts } = sectionsOf(bytes)
  const starts = startsOf(types)
  const text = (offset: number) => {
    const end = texts.indexOf(0, offset)
    return String.fromCharCode(...texts.subarray(offset, end))
  }
  return {
    text,
    type(id) {
      const start = starts[id]
      if (start === undefined || id === 0) throw new UnsupportedKernel(`BTF type ${id}`)
      const info = types[start + 1] as number
      const each = trailers[kindOf(info)]?.[1] ?? 0
      return {
        kind: kindOf(info),
        name: text(types[start] as number),
        size: types[start + 2] as number,
        hasBitFields: info >>> 31 === 1,
        word: index => types[start + header + index] as number,
        parts: each === 0 ? [] : Array.from({ length: info & 0xffff }, (_, part) => part * each),
      }
    },
    ofKind(...wanted) {
      const found: number[] = []
      for (let id = 1; id < starts.length; id++)
        if (wanted.includes(kindOf(types[(starts[id] as number) + 1] as number))) found.push(id)
      return found
    },
  }
}

const kindOf = (info: number) => (info >>> 24) & 31

function sectionsOf(bytes: Uint8Array): { types: Uint32Array; texts: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 24 || view.getUint16(0, true) !== magic) throw new UnsupportedKernel('BTF')
  const [size, typesAt, typesSize, textsAt, textsSize] = [4, 8, 12, 16, 20].map(at =>
    view.getUint32(at, true),
  ) as [number, number, number, number, number]
  const section = (at: number, length: number) => bytes.subarray(size + at, size + at + length)
  // A copy, since an array of words must begin at a multiple of four.
  const types = new Uint32Array(new Uint8Array(section(typesAt, typesSize)).buffer)
  return { types, texts: section(textsAt, textsSize) }
}

/** The index of the first word of each type, by its number. */
function startsOf(types: Uint32Array): number[] {
  const starts = [0]
  for (let at = 0; at < types.length; ) {
    starts.push(at)
    const info = types[at + 1] as number
    const trailer = trailers[kindOf(info)]
    if (!trailer) throw new UnsupportedKernel(`BTF of a known kind instead of ${kindOf(info)}`)
    at += header + trailer[0] + trailer[1] * (info & 0xffff)
  }
  return starts
}
