/** A character that looks like another one, or like none, and is not what YAML, the kernel or a shell reads. */
interface OddCharacter {
  readonly characters: RegExp
  readonly name: string
  /** What to type instead. */
  readonly plain: string
}

/** What word processors, web pages and keyboards of other layouts put in place of plain characters. */
const oddCharacters: readonly OddCharacter[] = [
  { characters: /\u00a0/, name: 'a no-break space', plain: ' ' },
  { characters: /[\u2000-\u200a\u202f\u205f]/, name: 'a typographic space', plain: ' ' },
  { characters: /[\u2028\u2029]/, name: 'an invisible line separator', plain: ' ' },
  { characters: /\u3000/, name: 'an ideographic space', plain: ' ' },
  { characters: /[\u200b-\u200d\u2060]/, name: 'an invisible character', plain: '' },
  { characters: /\ufeff/, name: 'a byte order mark', plain: '' },
  { characters: /\u00ad/, name: 'an invisible soft hyphen', plain: '' },
  { characters: /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/, name: 'an invisible direction mark', plain: '' },
  { characters: /[\u2010\u2011]/, name: 'a typographic hyphen', plain: '-' },
  { characters: /\u2013/, name: 'an en dash', plain: '-' },
  { characters: /\u2014/, name: 'an em dash', plain: '-' },
  { characters: /\u2212/, name: 'a minus sign', plain: '-' },
  { characters: /[\u201c-\u201f\u00ab\u00bb]/, name: 'a typographic quote', plain: '"' },
  { characters: /[\u2018-\u201b]/, name: 'a typographic quote', plain: "'" },
  { characters: /\uff1a/, name: 'a fullwidth colon', plain: ':' },
  { characters: /\uff0c/, name: 'a fullwidth comma', plain: ',' },
  // The other characters of ASCII have fullwidth forms in the same order.
  { characters: /[\uff01-\uff5e]/, name: 'a fullwidth character', plain: 'shifted' },
]

const any = new RegExp(oddCharacters.map(({ characters }) => characters.source).join('|'), 'gu')

/** The first odd character of a text. */
export function oddCharacterIn(
  text: string,
): { at: number; character: string; name: string; plain: string } | undefined {
  const [match] = text.matchAll(any)
  if (!match) return undefined
  const [character] = match
  return { at: match.index, character, name: rowOf(character)?.name ?? '', plain: plainOf(character) }
}

/** The text as it would be typed on a plain keyboard. */
export const withoutOddCharacters = (text: string): string => text.replace(any, plainOf)

/** What nobody sees in a text, or takes for a space; but joiners belong to the letter or emoji before them. */
export const invisible =
  /[\u00a0\u00ad\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff]|(?<=^|[\0-\x7f])[\u200c\u200d]/u

function rowOf(character: string): OddCharacter | undefined {
  return oddCharacters.find(({ characters }) => characters.test(character))
}

const fullwidth = 0xfee0

function plainOf(character: string): string {
  const plain = rowOf(character)?.plain ?? character
  return plain === 'shifted' ? String.fromCodePoint((character.codePointAt(0) ?? 0) - fullwidth) : plain
}
