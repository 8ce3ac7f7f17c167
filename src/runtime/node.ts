import { createHash, randomBytes } from 'node:crypto'
import type { Runtime } from './runtime.ts'

/** Node's implementation of the platform. */
export const nodeRuntime: Runtime = {
  now: () => performance.now(),
  date: () => Date.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms).unref()
    return () => clearTimeout(timer)
  },
  digest: text => createHash('sha256').update(text).digest('hex'),
  random: bytes => randomBytes(bytes),
}
