/** A word or an operator of a shell script. */
export interface Token {
  /** `;`, `&&`, a newline, …; `redirection` for a redirection and its target. Absent for a word. */
  readonly operator?: string
  /** The word without quotes; null if only a running shell can expand it. */
  readonly word: string | null
  /** Set if a part was quoted, so that it is not a keyword. */
  readonly quoted: boolean
  /** Set for `NAME=…`, which before a command is not part of it. */
  readonly assigns: boolean
}

/** The tokens of a script, according to POSIX and bash; undefined if a quote or a bracket is not closed. */
export function readTokens(script: string): Token[] | undefined {
  const text = script.replace(/\\\n/g, '')
  const tokens: Token[] = []
  const documents: string[] = []
  let at = 0
  while (at < text.length) {
    const rest = text.slice(at)
    const blank = /^(?:[ \t\r]+|#[^\n]*)/.exec(rest)
    if (blank) {
      at += blank[0].length
      continue
    }
    const redirection = redirections.exec(rest)
    if (redirection) {
      const [whole, , sign = ''] = redirection
      at += whole.length
      at += /^[ \t]*/.exec(text.slice(at))?.[0].length ?? 0
      const target = readWord(text, at)
      if (!target) return undefined
      at = target.end
      tokens.push(operatorToken('redirection'))
      if (sign.startsWith('<<') && !sign.startsWith('<<<')) documents.push(target.token.word ?? '')
      continue
    }
    const operator = operators.exec(rest)?.[0]
    if (operator !== undefined) {
      at += operator.length
      if (operator !== '\n' || !goesOn.has(tokens.at(-1)?.operator ?? ''))
        tokens.push(operatorToken(operator))
      if (operator === '\n') at = afterDocuments(text, at, documents.splice(0))
      continue
    }
    const word = readWord(text, at)
    if (!word) return undefined
    at = word.end
    tokens.push(word.token)
  }
  return tokens
}

const operatorToken = (operator: string): Token => ({ operator, word: null, quoted: false, assigns: false })

/** `<(…)` and `>(…)` are words. */
const redirections = /^(\d+|\{\w+\})?(&>>|&>|<<<|<<-|<<|<>|<&|>&|>>|>\||<(?!\()|>(?!\())/
const operators = /^(?:\n|;;&|;;|;&|;|&&|&|\|\||\|&|\||\(|\))/

/** Operators after which a newline is ignored. */
const goesOn = new Set(['|', '|&', '&&', '||'])

/** Skips the bodies of here-documents, which begin on the next line. */
function afterDocuments(text: string, start: number, ends: readonly string[]): number {
  let at = start
  for (const end of ends) {
    for (;;) {
      const newline = text.indexOf('\n', at)
      const line = text.slice(at, newline === -1 ? text.length : newline)
      at = newline === -1 ? text.length : newline + 1
      if (newline === -1 || line.replace(/^\t+/, '') === end) break
    }
  }
  return at
}

/** Unquoted characters that make a word depend on the shell's expansion. */
const unknown = /^(?:\$[\w@*#?$!{('"-]|[`*?[~]|\{[^}\s]*(?:,|\.\.)[^}\s]*\})/

function readWord(text: string, start: number): { token: Token; end: number } | undefined {
  let at = start
  let word = ''
  let quoted = false
  let isKnown = true
  while (at < text.length && !/[\s;&|()<>]/.test(text[at] ?? '')) {
    const rest = text.slice(at)
    const plain = rest.startsWith("$'") ? undefined : quoteAt(rest)
    if (plain) {
      quoted = true
      word += plain.text
      isKnown &&= plain.isKnown
      at += plain.length
      if (Number.isNaN(plain.length)) return undefined
      continue
    }
    const opened = expansionLength(rest)
    if (Number.isNaN(opened)) return undefined
    if (opened > 0 || unknown.test(rest)) isKnown = false
    word += text.slice(at, at + Math.max(opened, 1))
    at += Math.max(opened, 1)
  }
  if (/[<>]/.test(text[at] ?? '') && text[at + 1] === '(') {
    const length = closing(text.slice(at + 1), '(', ')')
    if (Number.isNaN(length)) return undefined
    return { token: { word: null, quoted: true, assigns: false }, end: at + 1 + length }
  }
  if (at === start) return undefined
  const assigns = /^[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=/.test(text.slice(start, at))
  return { token: { word: isKnown ? word : null, quoted, assigns }, end: at }
}

/** The quoted text at the start; its length is NaN if the quote is not closed. */
function quoteAt(rest: string): { text: string; isKnown: boolean; length: number } | undefined {
  if (rest.startsWith('\\')) return { text: rest[1] ?? '', isKnown: true, length: 2 }
  if (rest.startsWith("'")) {
    const end = rest.indexOf("'", 1)
    return { text: rest.slice(1, end), isKnown: true, length: end === -1 ? Number.NaN : end + 1 }
  }
  return rest.startsWith('"') ? doubleQuoted(rest) : undefined
}

function doubleQuoted(rest: string): { text: string; isKnown: boolean; length: number } {
  let text = ''
  let isKnown = true
  for (let at = 1; at < rest.length; ) {
    const character = rest[at] ?? ''
    if (character === '"') return { text, isKnown, length: at + 1 }
    if (character === '\\') {
      const next = rest[at + 1] ?? ''
      text += /[$`"\\]/.test(next) ? next : `\\${next}`
      at += 2
      continue
    }
    const length = expansionLength(rest.slice(at))
    if (Number.isNaN(length)) break
    if (length > 0) isKnown = false
    text += rest.slice(at, at + Math.max(length, 1))
    at += Math.max(length, 1)
  }
  return { text, isKnown, length: Number.NaN }
}

/** The length of the expansion at the start: 0 if there is none, NaN if it is not closed. */
function expansionLength(rest: string): number {
  if (rest.startsWith('`')) return /^`(?:\\[\s\S]|[^`\\])*`/.exec(rest)?.[0].length ?? Number.NaN
  if (rest.startsWith('$(')) return 1 + closing(rest.slice(1), '(', ')')
  if (rest.startsWith('${')) return 1 + closing(rest.slice(1), '{', '}')
  if (rest.startsWith("$'")) return /^\$'(?:\\[\s\S]|[^'\\])*'/.exec(rest)?.[0].length ?? Number.NaN
  return /^\$(?:\w+|[@*#?$!-])/.exec(rest)?.[0].length ?? 0
}

/** The length up to the bracket that matches the first one. */
function closing(rest: string, open: string, close: string): number {
  let depth = 0
  for (let at = 0; at < rest.length; ) {
    const quote = quoteAt(rest.slice(at))
    if (quote) {
      if (Number.isNaN(quote.length)) return Number.NaN
      at += quote.length
      continue
    }
    if (rest[at] === open) depth++
    if (rest[at] === close && --depth === 0) return at + 1
    at++
  }
  return Number.NaN
}
