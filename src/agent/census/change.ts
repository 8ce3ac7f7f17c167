/** What a machine holds but for processes and cgroups: a section for each kind of thing, as bytes, since that is how names are. */
export type Survey = ReadonlyMap<string, Buffer>

/** Something that is there and was not, or was and is not, or has become another. All texts are bytes, one for each character. */
export interface Change {
  /** What it is, in the terms of its section. */
  readonly id: string
  readonly was?: string
  readonly now?: string
  /** How many things have the same fate because they are below it. */
  readonly below?: number
}

/** What differs between two listings. */
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

/** Pairs of texts, each ended by a NUL. */
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
