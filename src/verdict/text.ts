import type { Gap } from '../evidence/reading.ts'
import type { Span } from '../kernel/quote.ts'

/**
 * Whether a text matches of which parts may not have been kept. A match in what was kept stands; no match there decides nothing
 * where something is missing. undefined: the missing part could decide it.
 */
export type Certainty = boolean | undefined

/** The newline that ends the last line of output is not part of what an author compares with. */
export const withoutLastNewline = (text: string) => text.replace(/\n$/, '')

/** The expected text must have all kept parts at its ends, and enough characters in between for the missing bytes. */
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

/** The most UTF-8 bytes that one unit of a JavaScript string stands for. */
const mostBytes = 3

/** Where the text contains another one. */
export function spanOfText(text: string, gaps: readonly Gap[], wanted: string): Span | false | undefined {
  const bare = withoutLastNewline(wanted)
  return firstSpan(text, gaps, part => {
    const from = part.text.indexOf(bare)
    return from < 0 ? undefined : { from, to: from + bare.length }
  })
}

/** Where the text matches a pattern. */
export function spanOfPattern(
  text: string,
  gaps: readonly Gap[],
  { source, flags }: { readonly source: string; readonly flags: string },
): Span | false | undefined {
  const looks = looksOf(source)
  if (gaps.length > 0 && looks.includes('anywhere')) return undefined
  return firstSpan(text, gaps, part => {
    const match = new RegExp(within(part, source, looks), flags).exec(part.text)
    return match ? { from: match.index, to: match.index + match[0].length } : undefined
  })
}

/** In the first part that was kept and has one; undefined where what was not kept might have. */
function firstSpan(
  text: string,
  gaps: readonly Gap[],
  spanIn: (part: Part) => Span | undefined,
): Span | false | undefined {
  for (const part of partsOf(text, gaps)) {
    const span = spanIn(part)
    if (span) return { from: part.at + span.from, to: part.at + span.to }
  }
  return gaps.length === 0 ? false : undefined
}

export const missingBytes = (gaps: readonly Gap[]): number => gaps.reduce((sum, { bytes }) => sum + bytes, 0)

/** A part that was kept, and on which sides something is missing. */
interface Part {
  readonly text: string
  /** How much of the whole text comes before it. */
  readonly at: number
  readonly cutBefore: boolean
  readonly cutAfter: boolean
}

function partsOf(text: string, gaps: readonly Gap[]): Part[] {
  const ends = [...gaps.map(({ at }) => at), text.length]
  return ends.map((end, index) => {
    const at = ends[index - 1] ?? 0
    const part = text.slice(at, end)
    const cutAfter = index < gaps.length
    return { text: cutAfter ? part : withoutLastNewline(part), at, cutBefore: index > 0, cutAfter }
  })
}

/** Where a pattern looks outside of its match: at the character before (`^`, `\b`), after (`$`, `\b`), or anywhere. */
type Look = 'before' | 'after' | 'anywhere'

function looksOf(source: string): Look[] {
  const tokens = source.match(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?<?[=!]|[$^]/g) ?? []
  return tokens.flatMap((token): Look[] => {
    if (token.startsWith('(?')) return ['anywhere']
    if (token === '\\b' || token === '\\B') return ['before', 'after']
    return token === '^' ? ['before'] : token === '$' ? ['after'] : []
  })
}

/** The pattern for one part: a match must not depend on a character beyond an edge where something is missing. */
function within({ cutBefore, cutAfter }: Part, source: string, looks: readonly Look[]): string {
  const before = cutBefore && looks.includes('before') ? '(?<=[\\s\\S])' : ''
  const after = cutAfter && looks.includes('after') ? '(?=[\\s\\S])' : ''
  return `${before}(?:${source})${after}`
}
