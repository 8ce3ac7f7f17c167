/** This kernel lacks something that an outside observer needs, or lays it out in a way that it does not know. Trying again does not help. */
export class UnsupportedKernel extends Error {
  override readonly name = 'UnsupportedKernel'
  /** What is missing: a symbol, a structure member, an enumerator, a feature. */
  readonly missing: string

  constructor(missing: string) {
    super(`the guest's kernel has no ${missing} that can be read from outside`)
    this.missing = missing
  }
}

/** What was read cannot be one moment's state, since the guest was changing it. Reading again may help. */
export class Torn extends Error {
  override readonly name = 'Torn'
}
