import { parseDocument, Scalar, visit } from 'yaml'
import { invisible } from './document/odd-character.ts'

/** Where a value stands in a lab: keys, and positions in lists. */
type Path = readonly (string | number)[]

/** Fills in the template of a lab: its comments and layout stay, and each value is quoted as YAML needs it. */
export function fillTemplate(
  template: string,
  comment: string,
  values: readonly (readonly [at: Path, value: unknown])[],
): string {
  const document = parseDocument(template)
  document.commentBefore = comment.replace(
    new RegExp(`${awkward.source}|${invisible.source}`, 'gu'),
    '\ufffd',
  )
  for (const [at, value] of values) {
    document.setIn(at, typeof value === 'string' ? value : document.createNode(value))
    visit(document.getIn(at, true) as Scalar, { Scalar: (_, scalar) => quoteAwkward(scalar) })
  }
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false })
  return text.replace(new RegExp(invisible, 'gu'), escaped)
}

/** All text with such a character is in double quotes. */
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** yaml writes a few texts so that they are read back otherwise: several lines without quotes, and literal ones of blanks alone. */
function quoteAwkward(scalar: Scalar): void {
  const { value, type } = scalar
  if (typeof value !== 'string') return
  const misread = type === Scalar.BLOCK_LITERAL ? value.trim() === '' : value.includes('\n')
  if (misread || awkward.test(value) || invisible.test(value)) scalar.type = Scalar.QUOTE_DOUBLE
}

/** Control characters. */
const awkward = /[^\P{Cc}\n\t]/u

/** Text in which `${` is no reference to a variable of the lab. */
export const literal = (text: string) => text.replaceAll('${', () => '$${')
