import { UnsupportedKernel } from '../failure.ts'

/** What is told of a thing, as far as it can be: what is undefined is not there. */
export interface Parts<Told> {
  readonly told: Partial<Told>
  /** Members that cannot be told, each with what this kernel lacks for that. */
  readonly unsupported: Readonly<Record<string, string>>
}

/** How the members of a thing are read. */
export type PartReaders<Told> = { readonly [Name in keyof Told]?: () => Told[Name] | undefined }

/** Reads each part by itself: a kernel that lacks something for one of them shows the others. */
export function partsOf<Told>(readers: PartReaders<Told>): Parts<Told> {
  const told: Partial<Told> = {}
  const unsupported: Record<string, string> = {}
  for (const name of Object.keys(readers) as (keyof Told & string)[])
    try {
      const value = readers[name]?.()
      if (value !== undefined) told[name] = value
    } catch (error) {
      if (!(error instanceof UnsupportedKernel)) throw error
      unsupported[name] = error.missing
    }
  return { told, unsupported }
}
