/** A promise that is settled from outside. A rejection that nobody awaits is not an error. */
export interface Deferred<T> {
  readonly promise: Promise<T>
  readonly done: boolean
  resolve(value: T): void
  reject(error: Error): void
}

export function deferred<T>(): Deferred<T> {
  let settle: [(value: T) => void, (error: Error) => void] | undefined
  let done = false
  const promise = new Promise<T>((...both) => {
    settle = both
  })
  promise.catch(() => undefined)
  return {
    promise,
    get done() {
      return done
    },
    resolve(value) {
      done = true
      settle?.[0](value)
    },
    reject(error) {
      done = true
      settle?.[1](error)
    },
  }
}
