/** Limits a promise to so many milliseconds, after which it rejects with `late()`. */
export async function within<T>(
  ms: number,
  promise: Promise<T>,
  late: () => Error | Promise<Error>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => void Promise.resolve(late()).then(reject, reject), ms)
  })
  try {
    return await Promise.race([promise, timeout])
  } finally {
    clearTimeout(timer)
  }
}
