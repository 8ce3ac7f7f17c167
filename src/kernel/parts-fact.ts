import type { Fact, Source, Value, ValueType } from './fact.ts'
import type { Quote } from './quote.ts'

/** One field of a fact, with the source that says it. */
export interface Part {
  readonly value: ValueType
  readonly source: Source
  readonly parse: (text: string) => Value
}

/** A record whose fields have a source each: one field can be known where another one is not. */
export function partsFact(
  parts: Readonly<Record<string, Part>>,
  rest: Pick<Fact, 'means' | 'manual' | 'explainedBy'>,
): Fact {
  const names = Object.keys(parts)
  const quote: Quote = (texts, { field }) =>
    texts.flatMap((text, source) =>
      field === undefined || names[source] === field ? [{ source, text }] : [],
    )
  const whole: Fact = {
    ...rest,
    value: {
      type: 'record',
      fields: Object.fromEntries(names.map(name => [name, parts[name]?.value ?? { type: 'text' }])),
    },
    sources: Object.values(parts).map(({ source }) => source),
    parse: texts =>
      Object.fromEntries(names.map((name, index) => [name, parts[name]?.parse(texts[index] ?? '') ?? ''])),
    quote,
  }
  if (names.length === 1) return whole
  return {
    ...whole,
    part: field => {
      const part = Object.hasOwn(parts, field) ? parts[field] : undefined
      return part && partsFact({ [field]: part }, rest)
    },
  }
}
