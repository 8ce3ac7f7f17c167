/** What a complaint points at: a node of the YAML document, or a range of its text. */
export type Where = { readonly range?: readonly number[] | null | undefined } | readonly [number, number]

/** The range of the text; undefined for a node that stands nowhere in it. */
export function rangeOf(where: Where): readonly [number, number] | undefined {
  const range = 'range' in where ? where.range : (where as readonly [number, number])
  return range?.[0] === undefined || range[1] === undefined ? undefined : [range[0], range[1]]
}

/** The beginning of the text, for a complaint of a node that stands nowhere. */
export const nowhere = [0, 0] as const
