import type { Binding } from '../evidence/binding.ts'
import type { Fact, Source, Value, ValueType } from '../kernel/fact.ts'
import type { Quote } from '../kernel/quote.ts'
import { unreadable } from '../linux/unreadable.ts'
import type { Presence } from './presence.ts'

/** A kind of object of which one command lists all: a subject is the one of its `{name}`. */
export interface Listing<T> {
  readonly source: Source
  /** Any of them, in a sentence: `a route`. */
  readonly noun: string
  /** The one of that name; undefined if there is none. */
  readonly find: (text: string, name: string) => T | undefined
  /** The piece of the list that shows it, with some of its keys; where there is none of that name, all names. */
  readonly show: (text: string, name: string, keys: readonly string[]) => string
  readonly manual: string
}

/** Whether there is one of that name. */
export function listedPresence<T>(
  listing: Listing<T>,
  { missing, means }: Pick<Presence, 'missing' | 'means'>,
): Presence {
  const { source, find, manual } = listing
  return {
    value: { type: 'flag' },
    sources: [source],
    gone: [],
    parse: ([text = ''], bound) => find(text, nameIn(bound)) !== undefined,
    quote: quoteKeys(listing, []),
    missing,
    means,
    manual,
    facts: { exists: false },
  }
}

/** One fact of it, which these keys of the list say. */
export function listedFact<T>(
  listing: Listing<T>,
  value: ValueType,
  pick: (found: T) => Value,
  means: string,
  keys: readonly string[] = [],
): Fact {
  const { source, noun, find, manual } = listing
  return {
    value,
    sources: [source],
    parse: ([text = ''], bound) => {
      const found = find(text, nameIn(bound))
      if (!found) throw unreadable(`${noun} ${nameIn(bound)}`, text)
      return pick(found)
    },
    quote: quoteKeys(listing, keys),
    means,
    manual,
  }
}

function quoteKeys<T>({ show }: Listing<T>, keys: readonly string[]): Quote {
  return ([text = ''], { binding }) => [{ source: 0, text: show(text, nameIn(binding), keys) }]
}

const nameIn = ({ name = '' }: Binding) => name
