/**
 * The commands of a shell script, each with all its lines, including comments and empty lines: without any one of them the rest is
 * still a script. A command continues while a quote, a bracket, a compound command such as `if` or a here-document is open, or
 * after an operator at the end of a line.
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

/**
 * The commands of a script one by one, also where several stand on a line behind `;` or `&&`. A pipeline, a compound command and
 * one with a here-document stay whole.
 */
export function simpleCommands(script: string): string[] {
  return commands(script)
    .flatMap(command => (command.includes('<<') ? [command] : partsOf(command)))
    .map(part => part.trim())
    .filter(part => part !== '' && !isComment(part))
}

function partsOf(command: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (const { word, first, at } of tokensOf(command) ?? []) {
    if (first || isBracket(word)) depth += depthOf.get(word) ?? 0
    if (depth > 0 || !endsCommand(word, command, at)) continue
    parts.push(command.slice(start, at))
    start = at + word.length
  }
  return [...parts, command.slice(start)]
}

/** The `&` of `2>&1` and `&>` ends nothing. */
function endsCommand(word: string, command: string, at: number): boolean {
  if (word === '&') return !/[<>]/.test(command[at - 1] ?? '') && command[at + 1] !== '>'
  return [';', '&&', '||', '\n'].includes(word)
}

/** Whether a command is empty or only a comment. */
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
  /** Whether it stands where a command begins: elsewhere `if` is an ordinary word. */
  readonly first: boolean
  /** The offset in the text. */
  readonly at: number
}

/** Words and operators; undefined while a quote is open. The bracket after a pattern of `case` closes nothing. */
function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = []
  let first = true
  let rest = text
  while (rest !== '') {
    const [whole = '', blank, comment, operator, word] = token.exec(rest) ?? []
    const at = text.length - rest.length
    if (whole === '') return undefined
    if (operator !== undefined && !endsPattern(operator, tokens))
      tokens.push({ word: operator === '\n' ? operator : operator.replace('$', ''), first, at })
    if (word !== undefined) tokens.push({ word, first, at })
    if (blank === undefined && comment === undefined)
      first = operator !== undefined || leadsOn.has(word ?? '')
    rest = rest.slice(whole.length)
  }
  return tokens
}

/** A blank, a comment, an operator, or a word made of plain characters and whole quotations. */
const token =
  /^(?:([ \t]+|\\\n)|(#[^\n]*)|(\$?\(|\)|\n|&&|\|\||;;|[;&|<>])|((?:[^\s\\'"`;&|<>()#$]|(?<=[^\s])#|\\.|\$(?!\()|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|`[^`]*`)+))/

/** After these a command begins. */
const leadsOn = new Set(['then', 'do', 'else', 'elif', '!', '{', 'if', 'while', 'until'])

function endsPattern(operator: string, tokens: readonly Token[]): boolean {
  if (operator !== ')') return false
  const open = (up: string, down: string) =>
    tokens.filter(({ word }) => word === up).length - tokens.filter(({ word }) => word === down).length
  return open('(', ')') <= 0 && open('case', 'esac') > 0
}

/** Removes the text of here-documents; one that is not closed yet leaves an open quote. */
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
