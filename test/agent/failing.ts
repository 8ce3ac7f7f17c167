/** A pattern for tap that matches a `CallFailure` with these properties. */
export function failing(call: object): Error {
  return { name: 'CallFailure', call } as unknown as Error
}
