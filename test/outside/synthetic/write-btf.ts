/** A type to be written as BTF. Others refer to it by its number: 1 for the first. */
export type WrittenType =
  | { kind: 'integer'; name: string; size: number }
  | { kind: 'pointer' | 'volatile' | 'const' | 'restrict' | 'type-tag'; of: number }
  | { kind: 'typedef'; name: string; of: number }
  | { kind: 'array'; of: number; count: number }
  | { kind: 'structure' | 'union'; name: string; size: number; members: readonly WrittenMember[] }
  | { kind: 'enum' | 'enum64'; name: string; values: Readonly<Record<string, number>> }
  | { kind: 'forward' | 'function' | 'prototype' | 'variable' | 'section' | 'float' | 'declaration-tag' }

export interface WrittenMember {
  readonly name: string
  readonly of: number
  /** Bits from the beginning of the structure. */
  readonly at: number
  /** Bits of a bit-field. */
  readonly bits?: number
}

const numbers: Readonly<Record<WrittenType['kind'], number>> = {
  integer: 1,
  pointer: 2,
  array: 3,
  structure: 4,
  union: 5,
  enum: 6,
  forward: 7,
  typedef: 8,
  volatile: 9,
  const: 10,
  restrict: 11,
  function: 12,
  prototype: 13,
  variable: 14,
  section: 15,
  float: 16,
  'declaration-tag': 17,
  'type-tag': 18,
  enum64: 19,
}

/** Writes types as the kernel's Documentation/bpf/btf.rst describes. */
export function writeBtf(types: readonly WrittenType[]): Uint8Array {
  const texts = ['']
  let textsLength = 1
  const text = (name: string) => {
    if (name === '') return 0
    const at = textsLength
    texts.push(name)
    textsLength += name.length + 1
    return at
  }
  const words = types.flatMap(type => wordsOf(type, text))
  const sizes = [24, 0, 4 * words.length, 4 * words.length, textsLength]
  const header = Buffer.alloc(24)
  header.writeUInt16LE(0xeb9f, 0)
  header.writeUInt8(1, 2)
  sizes.forEach((size, i) => void header.writeUInt32LE(size, 4 + 4 * i))
  return Buffer.concat([
    header,
    Buffer.from(Uint32Array.from(words).buffer),
    Buffer.from(`${texts.join('\0')}\0`, 'latin1'),
  ])
}

function wordsOf(type: WrittenType, text: (name: string) => number): number[] {
  const head = (name: string, count: number, size: number, flag = 0) => [
    text(name),
    ((flag << 31) | (numbers[type.kind] << 24) | count) >>> 0,
    size,
  ]
  switch (type.kind) {
    case 'integer':
      return [...head(type.name, 0, type.size), 8 * type.size]
    case 'pointer':
    case 'volatile':
    case 'const':
    case 'restrict':
    case 'type-tag':
      return head('', 0, type.of)
    case 'typedef':
      return head(type.name, 0, type.of)
    case 'array':
      return [...head('', 0, 0), type.of, 1, type.count]
    case 'structure':
    case 'union': {
      const hasBits = type.members.some(({ bits }) => bits !== undefined)
      return [
        ...head(type.name, type.members.length, type.size, Number(hasBits)),
        ...type.members.flatMap(({ name, of, at, bits = 0 }) => [text(name), of, ((bits << 24) | at) >>> 0]),
      ]
    }
    case 'enum':
    case 'enum64': {
      const values = Object.entries(type.values)
      const long = type.kind === 'enum64'
      return [
        ...head(type.name, values.length, long ? 8 : 4),
        ...values.flatMap(([name, value]) => [
          text(name),
          value >>> 0,
          ...(long ? [Math.floor(value / 2 ** 32)] : []),
        ]),
      ]
    }
    case 'prototype':
      return [...head('', 2, 0), 0, 1, 0, 1]
    case 'section':
      return [...head('.data', 1, 8), 1, 0, 8]
    case 'variable':
    case 'declaration-tag':
      return [...head('', 0, 1), 0]
    default:
      return head('', 0, 0)
  }
}
