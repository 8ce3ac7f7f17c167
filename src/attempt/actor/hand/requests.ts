/** Answers what shells ask for (`lab hint`), one request at a time: a mark that comes meanwhile may be forged, and is ignored. */
export interface Requests {
  asked(words: readonly string[]): void
  /** Whoever asked has pressed Ctrl-C: the answer is not shown. */
  dropped(): void
  /** While a request is open: resolves once it is not. */
  readonly answered: Promise<void> | undefined
}

export function requests(
  answer: (words: readonly string[]) => Promise<string>,
  /** Shows the answer and lets the shell go on. */
  settle: (text: string) => void,
): Requests {
  let open: { readonly answered: Promise<void>; close(): void } | undefined
  const close = () => {
    open?.close()
    open = undefined
  }
  return {
    asked(words) {
      if (open) return
      let resolve: () => void = () => undefined
      const answered = new Promise<void>(tell => {
        resolve = tell
      })
      const request = { answered, close: resolve }
      open = request
      const end = (text: string) => {
        if (open !== request) return
        settle(text)
        close()
      }
      answer(words).then(end, error => end(error instanceof Error ? error.message : String(error)))
    },
    dropped: close,
    get answered() {
      return open?.answered
    },
  }
}
