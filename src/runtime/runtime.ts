/** Time, injected by the platform that runs the core: Node, a browser, a test. */
export interface Clock {
  /** Milliseconds on a monotonic clock with an arbitrary origin. */
  now(): number
  /** Milliseconds since the epoch, UTC. */
  date(): number
  /** Calls `call` once after `ms` milliseconds; the returned function cancels it. A pending call does not keep the process alive. */
  after(ms: number, call: () => void): () => void
}

/** SHA-256 of the UTF-8 form of a text, as 64 hexadecimal digits. */
export type Digest = (text: string) => string

/** Everything the core needs of the platform it runs on. */
export interface Runtime extends Clock {
  readonly digest: Digest
  /** Returns the given number of bytes from a cryptographically secure source. */
  random(bytes: number): Uint8Array
}

/** Resolves after `ms` milliseconds, or as soon as `stop` is aborted. */
export function sleep({ after }: Pick<Clock, 'after'>, ms: number, stop?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (stop?.aborted) return resolve()
    const wake = () => {
      cancel()
      stop?.removeEventListener('abort', wake)
      resolve()
    }
    const cancel = after(ms, wake)
    stop?.addEventListener('abort', wake)
  })
}
