/** The contents of a machine except processes and cgroups: a section per kind, as bytes, since names are bytes. */
export type Survey = ReadonlyMap<string, Buffer>

/** A thing that is new, gone or changed. All texts have one character per byte. */
export interface Change {
  /** Its identity, in the form of its section. */
  readonly id: string
  readonly was?: string
  readonly now?: string
  /** The number of things below it that changed with it. */
  readonly below?: number
}

/** The differences between two listings. */
export function changesBetween(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): Change[] {
  const gone = [...before].filter(([id]) => !now.has(id)).map(([id, was]) => ({ id, was }))
  const others = [...now].flatMap(([id, text]): Change[] => {
    const was = before.get(id)
    if (was === text) return []
    return [{ id, now: text, ...(was === undefined ? {} : { was }) }]
  })
  return [...gone, ...others]
}

export const isNew = ({ was }: Change): boolean => was === undefined
export const isGone = ({ now }: Change): boolean => now === undefined

/** Pairs of NUL-terminated texts. */
export function pairsOf(section: Buffer): Map<string, string> {
  const texts = section.toString('latin1').split('\0')
  return new Map(
    Array.from({ length: (texts.length - 1) / 2 }, (_, index) => [
      texts[2 * index] ?? '',
      texts[2 * index + 1] ?? '',
    ]),
  )
}

/** The tables of `nft list ruleset`, by `FAMILY NAME`. */
export function tablesOf(section: Buffer): Map<string, string> {
  const texts = section.toString('latin1').split(/^(?=table )/m)
  return new Map(
    texts.flatMap(text => {
      const name = /^table (\S+ \S+) \{/.exec(text)?.[1]
      return name === undefined ? [] : [[name, text] as const]
    }),
  )
}
