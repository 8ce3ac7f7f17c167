import type { Fact, Source, Value, ValueType } from '../../kernel/fact.ts'
import { type Quote, wholeTexts } from '../../kernel/quote.ts'

export const meminfo: Source = { read: 'file', path: '/proc/meminfo' }

/** A fact that one source says. */
export function fact(
  value: ValueType,
  source: Source,
  parse: (text: string) => Value,
  means: string,
  manual: string,
  quote: Quote = wholeTexts,
): Fact {
  return { value, sources: [source], parse: ([text = '']) => parse(text), quote, means, manual }
}
