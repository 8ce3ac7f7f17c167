/** The values of the placeholders in a source (`{pid}`, `{cgroup}`, `{path}`, `{name}`), once the subject is found. */
export interface Binding {
  /** A word (`self`, `$box`) only in a shell line. */
  readonly pid?: number | string
  /** The command line of that process, if the words of its step do not determine which process it is. */
  readonly taken?: string
  readonly cgroup?: string
  readonly path?: string
  readonly name?: string
}

/** A subject that was not found: the reason, and the number of candidates if it was not one; or the read that the kernel refused. */
export type Unbound =
  | { readonly missing: string; readonly found?: number }
  | { readonly refused: { readonly source: string; readonly errno: string; readonly message: string } }

export const isBound = (found: Binding | Unbound): found is Binding =>
  !('missing' in found || 'refused' in found)
