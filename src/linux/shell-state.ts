import { closers } from './shell-script.ts'

/** Where a shell is in its input, as far as it decides whether a command has ended. */
export interface State {
  /** What was opened and not closed, the innermost last: a quote, a bracket, or the word that closes a compound command. */
  readonly nest: string[]
  /** Here-documents whose text begins on the next line. */
  readonly documents: { readonly end: string; readonly tabs: boolean }[]
  /** Whether the next word is in command position. */
  begins: boolean
  /** Whether a word can begin here. */
  fresh: boolean
  /** The line ended in a backslash. */
  continued: boolean
  /** The last token, if the command can't end with it. */
  last: string
}

export const newState = (): State => ({
  nest: [],
  documents: [],
  begins: true,
  fresh: true,
  continued: false,
  last: '',
})

/** Whether the shell would ask for another line. */
export const isOpen = ({ nest, documents, continued, last }: State) =>
  nest.length > 0 || documents.length > 0 || continued || goesOn.has(last)

/** Tokens after which a newline is ignored; `()` is the head of a function. */
const goesOn = new Set(['|', '|&', '&&', '||', '()'])

/** Moves the state over a line. */
export function scanLine(state: State, line: string): void {
  const [document] = state.documents
  if (document && !state.continued) {
    if ((document.tabs ? line.replace(/^\t+/, '') : line) === document.end) state.documents.shift()
    return
  }
  state.continued = false
  for (let at = 0; at < line.length; ) at += scanPiece(state, line, at)
  if (state.continued || !inCommand(state)) return
  state.begins = true
  state.fresh = true
}

/** Scans one piece and gives its length. */
function scanPiece(state: State, line: string, at: number): number {
  for (const { piece, when, act } of rowsOf(state)) {
    if (when && !when(state)) continue
    piece.lastIndex = at
    const match = piece.exec(line)
    if (!match) continue
    act(state, match)
    return match[0].length
  }
  return 1
}

/** What a piece of text does to the state. Patterns are sticky. */
interface Row {
  readonly piece: RegExp
  readonly when?: (state: State) => boolean
  readonly act: (state: State, piece: RegExpExecArray) => void
}

/** A row for which the text does not matter. */
interface PlainRow extends Row {
  readonly act: (state: State) => void
}

const rowsOf = ({ nest }: State): readonly Row[] => quoted[nest.at(-1) ?? ''] ?? commandRows

const inCommand = ({ nest }: State) => !Object.hasOwn(quoted, nest.at(-1) ?? '')

const skip = () => undefined
const close = ({ nest }: State) => void nest.pop()
const open =
  (name: string) =>
  ({ nest }: State) =>
    void nest.push(name)

/** An expansion within a quote. A command in it begins a list of its own. */
const expansions: readonly PlainRow[] = [
  { piece: /`/y, act: open('`') },
  { piece: /\$\(\(/y, act: open('((') },
  { piece: /\$\(/y, act: enter },
  { piece: /\$\{/y, act: open('${') },
]

const quotes: readonly PlainRow[] = [
  { piece: /'/y, act: open("'") },
  { piece: /\$'/y, act: open("$'") },
  { piece: /\$?"/y, act: open('"') },
]

function enter(state: State): void {
  state.nest.push('$(')
  beginCommand(state, '')
}

/** What matters inside of a quote or bracket, by what opened it. */
const quoted: Readonly<Record<string, readonly Row[]>> = {
  "'": [
    { piece: /[^']+/y, act: skip },
    { piece: /'/y, act: close },
  ],
  "$'": [
    { piece: /\\.|[^'\\]+/sy, act: skip },
    { piece: /'/y, act: close },
  ],
  '"': [{ piece: /\\.|[^"\\$`]+/sy, act: skip }, { piece: /"/y, act: close }, ...expansions],
  '`': [
    { piece: /\\.|[^`\\]+/sy, act: skip },
    { piece: /`/y, act: close },
  ],
  '${': [{ piece: /\\.|[^}'"\\$`]+/sy, act: skip }, { piece: /\}/y, act: close }, ...quotes, ...expansions],
  '((': [
    { piece: /[^()'"\\$`]+/y, act: skip },
    { piece: /\(/y, act: open('( )') },
    { piece: /\)\)?/y, act: close },
    ...expansions,
  ],
  '( )': [
    { piece: /[^()'"\\$`]+/y, act: skip },
    { piece: /\(/y, act: open('( )') },
    { piece: /\)/y, act: close },
    ...expansions,
  ],
}

/** A part of a word. */
const part =
  (act: (state: State) => void) =>
  (state: State): void => {
    state.begins = false
    state.fresh = false
    state.last = ''
    act(state)
  }

const commandRows: readonly Row[] = [
  { piece: /[ \t]+/y, act: mayBegin },
  { piece: /#[^\n]*/y, when: ({ fresh }) => fresh, act: skip },
  { piece: /\\$/y, act: goOn },
  { piece: /\\./sy, act: part(skip) },
  ...quotes.map(({ piece, act }) => ({ piece, act: part(act) })),
  ...expansions.map(({ piece, act }) => ({ piece, act: part(act) })),
  { piece: /[<>]\(/y, act: part(enter) },
  { piece: /<<</y, act: redirect },
  {
    piece: /<<(-?)[ \t]*((?:'[^']*'|"[^"]*"|\\.|[^\s;&|()<>'"\\])+)/sy,
    act: (state, [, dash, word = '']) => {
      state.documents.push({ end: word.replace(/["'\\]/g, ''), tabs: dash === '-' })
      redirect(state)
    },
  },
  { piece: /&>>?|>[>|&]?|<[>&]?/y, act: redirect },
  { piece: /;;&|;;|;&|;|&&|\|\||\|&|\||&/y, act: (state, [operator]) => beginCommand(state, operator) },
  { piece: /\(\(/y, when: ({ begins }) => begins, act: part(open('((')) },
  // `f ()`, and not the empty list `f=()`.
  { piece: /(?<!=)\([ \t]*\)/y, act: functionHead },
  { piece: /\(/y, act: openParenthesis },
  { piece: /\)/y, act: closeParenthesis },
  { piece: /function[ \t]+[^\s;&|()<>]+/y, when: ({ begins, fresh }) => begins && fresh, act: functionHead },
  { piece: /[^\s;&|()<>'"`\\$]+(?=[\s;&|()<>]|$)/y, when: ({ fresh }) => fresh, act: plainWord },
  { piece: /[^\s;&|()<>'"`\\$]+|./sy, act: part(skip) },
]

function mayBegin(state: State): void {
  state.fresh = true
}

function goOn(state: State): void {
  state.continued = true
}

function redirect(state: State): void {
  state.fresh = true
  state.last = ''
}

function beginCommand(state: State, last: string): void {
  state.begins = true
  state.fresh = true
  state.last = last
}

function functionHead(state: State): void {
  beginCommand(state, '()')
}

/** A pattern of `case` may have a parenthesis in front. */
function openParenthesis(state: State): void {
  if (state.nest.at(-1) !== 'esac' || !state.begins) state.nest.push('(')
  beginCommand(state, '')
}

/** After a command in `$( )`, the word goes on; after a subshell or a pattern of `case`, a keyword may follow. */
function closeParenthesis(state: State): void {
  const top = state.nest.at(-1)
  if (top === '(' || top === '$(') state.nest.pop()
  state.begins = top !== '$('
  state.fresh = top !== '$('
  state.last = ''
}

/** A word without quotes: in command position, it may open or close a compound command. */
function plainWord(state: State, [word]: RegExpExecArray): void {
  const { nest, begins } = state
  const closes = word === nest.at(-1) && (begins || word === ']]')
  if (closes) nest.pop()
  const opens = begins && Object.hasOwn(closers, word) ? closers[word] : undefined
  if (opens !== undefined) nest.push(opens)
  state.begins = closes || (begins && leads.has(word))
  state.fresh = false
  state.last = ''
}

/** Words after which the next one is in command position. */
const leads = new Set(['then', 'else', 'elif', 'do', '{', '!', 'time', 'if', 'while', 'until'])
