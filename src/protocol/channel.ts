/** A byte stream to an agent. A Node Duplex satisfies this interface. Bytes are UTF-8 text, a message per line (message.ts). */
export interface Channel {
  write(text: string): unknown
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown
  on(event: 'end' | 'close', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}
