/** The RAM of a guest, by the guest's own physical addresses. */
export interface PhysicalMemory {
  /** Bytes: addresses run from 0 up to here, without holes. */
  readonly size: number
  /** A copy of these bytes as they are now. Throws `Torn` for a range that is not in RAM. */
  read(address: number, length: number): Uint8Array
  /** Puts what is there now into these bytes. Throws `Torn` for a range that is not in RAM. */
  fill(bytes: Uint8Array, address: number): void
}
