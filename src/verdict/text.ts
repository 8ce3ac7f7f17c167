import type { Gap } from '../evidence/evidence.ts'

/**
 * What is asked of a text of which parts may not have been kept. A match in what was kept stands; that there is none decides
 * nothing where something is missing. undefined: what was not kept could decide it.
 */
export type Certainty = boolean | undefined

/** A line of output ends in a newline that nobody means. */
export const withoutLastNewline = (text: string) => text.replace(/\n$/, '')

/** What lies before, between and after what was not kept would have to be there as it is, and something for each byte between. */
export function equalsText(text: string, gaps: readonly Gap[], expected: string): Certainty {
  const wanted = withoutLastNewline(expected)
  const parts = partsOf(text, gaps)
  const [first, last] = [parts[0]?.text ?? '', parts.at(-1)?.text ?? '']
  if (gaps.length === 0) return wanted === first
  const kept = parts.reduce((sum, part) => sum + part.text.length, 0)
  const possible =
    wanted.startsWith(first) &&
    wanted.endsWith(last) &&
    wanted.length >= kept + missingBytes(gaps) / mostBytes
  return possible ? undefined : false
}

/** UTF-8 bytes that one unit of JavaScript's strings stands for, at most. */
const mostBytes = 3

export function includesText(text: string, gaps: readonly Gap[], wanted: string): Certainty {
  const isIn = partsOf(text, gaps).some(part => part.text.includes(withoutLastNewline(wanted)))
  return isIn || (gaps.length === 0 ? false : undefined)
}

export function matchesText(
  text: string,
  gaps: readonly Gap[],
  { source, flags }: { readonly source: string; readonly flags: string },
): Certainty {
  const reach = gaps.length === 0 ? 'itself' : reachOf(source)
  if (reach === 'anything') return undefined
  const isMatch = partsOf(text, gaps).some(part =>
    new RegExp(reach === 'itself' ? source : inside(part, source), flags).test(part.text),
  )
  return isMatch || (gaps.length === 0 ? false : undefined)
}

export const missingBytes = (gaps: readonly Gap[]): number => gaps.reduce((sum, { bytes }) => sum + bytes, 0)

/** A part that was kept, and whether it ends, at either side, where something is missing. */
interface Part {
  readonly text: string
  readonly cutBefore: boolean
  readonly cutAfter: boolean
}

function partsOf(text: string, gaps: readonly Gap[]): Part[] {
  const ends = [...gaps.map(({ at }) => at), text.length]
  return ends.map((end, index) => {
    const part = text.slice(ends[index - 1] ?? 0, end)
    const cutAfter = index < gaps.length
    return { text: cutAfter ? part : withoutLastNewline(part), cutBefore: index > 0, cutAfter }
  })
}

/**
 * What of a text, besides what it matches, decides whether a pattern matches: nothing, the characters right before and after it
 * (`^`, `$`, `\b`), or possibly any other (lookaround).
 */
function reachOf(source: string): 'itself' | 'neighbours' | 'anything' {
  const tokens = source.match(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?<?[=!]|[$^]/g) ?? []
  if (tokens.some(token => token.startsWith('(?'))) return 'anything'
  return tokens.some(token => /^(?:[$^]|\\[bB])$/.test(token)) ? 'neighbours' : 'itself'
}

/** The pattern for matches that do not touch the edge of what was kept, for what is beyond it is not known. */
const inside = ({ cutBefore, cutAfter }: Part, source: string): string =>
  `${cutBefore ? '(?<=[\\s\\S])' : ''}(?:${source})${cutAfter ? '(?=[\\s\\S])' : ''}`
