import { Torn } from '../../../src/outside/failure.ts'
import type { PhysicalMemory } from '../../../src/outside/physical-memory.ts'

/** RAM as an array, which counts how often it is read. */
export interface ArrayMemory extends PhysicalMemory {
  write(address: number, bytes: Uint8Array): void
  writeNumber(address: number, value: number | bigint, size: number): void
  reads(): number
}

export function arrayMemory(size: number): ArrayMemory {
  const bytes = Buffer.alloc(size)
  let reads = 0
  return {
    size,
    read(address, length) {
      reads += 1
      if (address < 0 || address + length > size) throw new Torn('outside of RAM')
      return new Uint8Array(bytes.subarray(address, address + length))
    },
    fill(target, address) {
      reads += 1
      if (address < 0 || address + target.length > size) throw new Torn('outside of RAM')
      target.set(bytes.subarray(address, address + target.length))
    },
    write: (address, data) => void bytes.set(data, address),
    writeNumber(address, value, size) {
      const word = Buffer.alloc(8)
      word.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)))
      bytes.set(word.subarray(0, size), address)
    },
    reads: () => reads,
  }
}
