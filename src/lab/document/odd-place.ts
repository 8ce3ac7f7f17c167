import { invisible, oddCharacterIn } from './odd-character.ts'

/** An odd character of a value, where it cannot be meant. */
export interface OddPlace {
  readonly at: number
  readonly character: string
  readonly name: string
  readonly plain: string
}

/** What the learner reads may be typeset; everything else is compared, or run. */
const prose = ['title', 'about', 'text', 'task', 'ask', 'hints', 'why', 'given', 'claims', 'reads', 'says']

const isProse = (key: string, judged: boolean) => prose.includes(key) && !(judged && key === 'text')

/** Odd characters as they stand in the file: invisible ones in any value but prose; in commands, quotes and dashes that no shell reads as such. */
export function oddPlaces(written: string, key: string, judged: boolean): OddPlace[] {
  if (isProse(key, judged)) return []
  const places = [...written.matchAll(new RegExp(invisible, 'gu'))]
  if (key === 'run' && !written.includes('<<')) places.push(...outsideOfQuotes(written).matchAll(shellLike))
  return places
    .flatMap(({ 0: character, index }) => {
      const odd = oddCharacterIn(character)
      return odd ? [{ ...odd, at: index }] : []
    })
    .toSorted((a, b) => a.at - b.at)
}

/** A dash that begins an option, and quotes around a word. */
const shellLike =
  /(?<=^|\s)[\u2010-\u2014\u2212](?=[\w-])|(?<=^|[\s=])[\u2018\u201c\u201e](?=\S)|(?<=\S)[\u201d](?=$|[\s;|&)])/gmu

/** The same text with everything in quotes blanked out, so that places stay what they are. */
function outsideOfQuotes(command: string): string {
  const body = command.replace(/^["']|["']$/g, ' ')
  return body.replace(/'[^'\n]*'|"(?:\\.|[^"\\\n])*"/g, quoted => ' '.repeat(quoted.length))
}
