/** What a `CallFailure` with these facts looks like, in the form in which tap takes the error that it expects. */
export function failing(call: object): Error {
  return { name: 'CallFailure', call } as unknown as Error
}
