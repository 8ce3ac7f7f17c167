/**
 * The commands of a shell script, each with all its lines, comments and empty lines among them: whichever is left out, the rest
 * is a script. A command goes on while a quote, a bracket, a compound such as `if` or a here-document is open, or an operator ends the line.
 */
export function commands(script: string): string[] {
  const found: string[] = []
  let begun: string[] = []
  for (const line of script.trimEnd().split('\n')) {
    begun.push(line)
    if (!isComplete(begun.join('\n'))) continue
    found.push(begun.join('\n'))
    begun = []
  }
  return begun.length > 0 ? [...found, begun.join('\n')] : found
}

/** Nothing is run by it. */
export const isComment = (command: string): boolean => /^\s*(#.*)?$/.test(command)

function isComplete(text: string): boolean {
  if (/(^|[^\\])(\\\\)*\\$/.test(text)) return false
  const tokens = tokensOf(withoutHereDocuments(text))
  if (!tokens) return false
  const depths = tokens.map(({ word, first }) => (first || isBracket(word) ? (depthOf.get(word) ?? 0) : 0))
  const last = tokens.at(-1)?.word ?? ''
  return sum(depths) <= 0 && !['|', '||', '&&'].includes(last)
}

const isBracket = (word: string) => word === '(' || word === ')'

const depthOf: ReadonlyMap<string, number> = new Map([
  ...['if', 'for', 'while', 'until', 'case', '{', '('].map(word => [word, 1] as const),
  ...['fi', 'done', 'esac', '}', ')'].map(word => [word, -1] as const),
])

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0)

interface Token {
  readonly word: string
  /** Where a command begins: only there is `if` no ordinary word. */
  readonly first: boolean
}

/** Words and operators; undefined where a quote is still open. A bracket that ends a pattern of `case` closes nothing. */
function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = []
  let first = true
  let rest = text
  while (rest !== '') {
    const [whole = '', blank, comment, operator, word] = token.exec(rest) ?? []
    if (whole === '') return undefined
    if (operator !== undefined && !endsPattern(operator, tokens))
      tokens.push({ word: operator.replace('$', '').trim(), first })
    if (word !== undefined) tokens.push({ word, first })
    if (blank === undefined && comment === undefined)
      first = operator !== undefined || leadsOn.has(word ?? '')
    rest = rest.slice(whole.length)
  }
  return tokens
}

/** A blank, a comment, an operator, or a word made of plain characters and whole quotations. */
const token =
  /^(?:([ \t]+|\\\n)|(#[^\n]*)|(\$?\(|\)|\n|&&|\|\||;;|[;&|<>])|((?:[^\s\\'"`;&|<>()#$]|(?<=[^\s])#|\\.|\$(?!\()|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|`[^`]*`)+))/

/** After these a command begins again. */
const leadsOn = new Set(['then', 'do', 'else', 'elif', '!', '{', 'if', 'while', 'until'])

function endsPattern(operator: string, tokens: readonly Token[]): boolean {
  if (operator !== ')') return false
  const open = (up: string, down: string) =>
    tokens.filter(({ word }) => word === up).length - tokens.filter(({ word }) => word === down).length
  return open('(', ')') <= 0 && open('case', 'esac') > 0
}

/** A here-document without its text; one that is not closed yet leaves an open quote. */
function withoutHereDocuments(text: string): string {
  const [whole, delimiter] = /<<-?\s*(?:\\|'|")?([\w-]+)['"]?/.exec(text) ?? []
  if (whole === undefined) return text
  const begin = text.indexOf(whole)
  const after = text.slice(begin + whole.length)
  const end = new RegExp(`\\n\\t*${delimiter}(?=\\n|$)`).exec(after)
  if (!end) return "'"
  const line = /^[^\n]*/.exec(after)?.[0] ?? ''
  return withoutHereDocuments(`${text.slice(0, begin)}${line}${after.slice(end.index + end[0].length)}`)
}
