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
  const looks = looksOf(source)
  if (gaps.length > 0 && looks.includes('anywhere')) return undefined
  const isMatch = partsOf(text, gaps).some(part =>
    new RegExp(within(part, source, looks), flags).test(part.text),
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

/** Where a pattern looks beside what it matches: at the character before (`^`, `\b`) or after it (`$`, `\b`), or anywhere. */
type Look = 'before' | 'after' | 'anywhere'

function looksOf(source: string): Look[] {
  const tokens = source.match(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?<?[=!]|[$^]/g) ?? []
  return tokens.flatMap((token): Look[] => {
    if (token.startsWith('(?')) return ['anywhere']
    if (token === '\\b' || token === '\\B') return ['before', 'after']
    return token === '^' ? ['before'] : token === '$' ? ['after'] : []
  })
}

/** The pattern for matches in a part: where it looks over the edge to what was not kept, it has to keep away from that. */
function within({ cutBefore, cutAfter }: Part, source: string, looks: readonly Look[]): string {
  const before = cutBefore && looks.includes('before') ? '(?<=[\\s\\S])' : ''
  const after = cutAfter && looks.includes('after') ? '(?=[\\s\\S])' : ''
  return `${before}(?:${source})${after}`
}
