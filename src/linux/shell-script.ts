import { builtins } from './shell-builtin.ts'
import { readTokens, type Token } from './shell-token.ts'

/** Words of a command line. `null` is any number of words that only the running shell knows, from `$(…)`, `$x` or `*.c`. */
export type Words = readonly (string | null)[]

/** The outcome of a script for `sh -c`, which decides the named process of a line that ends in it. */
export type Ending =
  /** One command: the shell becomes it, or waits for it as its child. */
  | { readonly in: 'command'; readonly words: Words }
  /** Ends in `exec`: the shell becomes this. */
  | { readonly in: 'exec'; readonly words: Words }
  /** Several commands, a compound command or a builtin: the shell itself performs it. */
  | { readonly in: 'shell' }
  /** A pipeline: several processes of equal rank. */
  | { readonly in: 'pipeline' }
  /** A background command, for which the shell does not wait. */
  | { readonly in: 'background' }

/** Determines how a script ends. Invalid text is left to the shell, which reports it. */
export function endingOf(script: string): Ending {
  if ((script.match(/[({`"]|\beval\b/g)?.length ?? 0) > mostNested) return shell
  const tokens = readTokens(script)
  return tokens ? endOfList(tokens) : shell
}

/** Nesting deeper than this is no command that anyone writes, and would exhaust the stack. */
const mostNested = 300

const shell: Ending = { in: 'shell' }

function endOfList(tokens: readonly Token[]): Ending {
  const list = split(tokens)
  const last = list?.at(-1)
  if (!list || !last) return shell
  if (last.tokens.length === 0) return { in: 'background' }
  const end = endOfCommand(last.tokens)
  if (list.length === 1) return end
  const isCertain = list.every(({ before }) => ['', ';', '&', '&&'].includes(before))
  return end.in === 'background' || (end.in === 'exec' && isCertain) ? end : shell
}

/** One command of a list, and the operator before it; a trailing `&` precedes an empty command. */
interface Part {
  readonly before: string
  readonly tokens: readonly Token[]
}

/** The commands of a list, with nested ones intact; undefined if the nesting is unbalanced. */
function split(tokens: readonly Token[]): Part[] | undefined {
  const parts: { before: string; tokens: Token[] }[] = []
  const open: string[] = []
  let begins = true
  let before = ''
  let current: Token[] = []
  const finish = () => {
    if (current.length > 0) parts.push({ before, tokens: current })
    current = []
  }
  for (const token of tokens) {
    const inside = open.length > 0
    const step = nesting(token, open.at(-1), begins)
    if (step === 'close') open.pop()
    else if (step !== undefined) open.push(step)
    if (token.operator !== undefined && !inside && separators.has(token.operator)) {
      const isEmpty = current.length === 0
      finish()
      if (!(isEmpty && token.operator === '\n')) before = token.operator === '\n' ? ';' : token.operator
    } else current.push(token)
    begins = beginsCommand(token, begins)
  }
  finish()
  if (open.length > 0) return undefined
  if (before === '&' && parts.length > 0 && tokens.findLast(isNotNewline)?.operator === '&')
    parts.push({ before: '&', tokens: [] })
  return parts
}

const isNotNewline = ({ operator }: Token) => operator !== '\n'

const separators = new Set(['\n', ';', '&', '&&', '||'])

/** The closing word for each word that opens a compound command. */
export const closers: Readonly<Record<string, string>> = {
  if: 'fi',
  while: 'done',
  until: 'done',
  for: 'done',
  select: 'done',
  case: 'esac',
  '{': '}',
  '[[': ']]',
}

/** Opens or closes a compound command; the `)` after a pattern of `case` closes nothing. */
function nesting({ operator, word, quoted }: Token, open: string | undefined, begins: boolean) {
  if (operator === '(') return open === 'esac' && begins ? undefined : ')'
  if (operator === ')') return open === ')' ? 'close' : undefined
  if (operator !== undefined || quoted || word === null) return undefined
  if (word === open && (begins || word === ']]')) return 'close'
  return begins && Object.hasOwn(closers, word) ? closers[word] : undefined
}

const leads = new Set(['then', 'else', 'elif', 'do', '{', '!', 'time', 'if', 'while', 'until'])

/** Whether the next word is in command position. */
function beginsCommand({ operator, word, quoted }: Token, begins: boolean): boolean {
  if (operator !== undefined) return operator !== 'redirection'
  return begins && !quoted && word !== null && leads.has(word)
}

function endOfCommand(tokens: readonly Token[]): Ending {
  const isPipeline = depthZero(tokens, operator => operator === '|' || operator === '|&')
  if (isPipeline) return { in: 'pipeline' }
  const [first] = tokens
  if (!first) return shell
  if (first.operator === '(' && tokens[1]?.operator === '(') return shell // Arithmetic: (( … )).
  if (first.operator === '(') return inSubshell(endOfGroup(tokens, ')'))
  if (isKeyword(first, '{')) return endOfGroup(tokens, '}')
  if (first.operator !== undefined && first.operator !== 'redirection') return shell
  if (isKeyword(first, 'time')) return endOfCommand(withoutOption(tokens.slice(1), '-p'))
  if (!first.quoted && first.word !== null && keywords.has(first.word)) return shell
  if (tokens.some(({ operator }) => operator === '(' || operator === ')')) return shell
  return endOfSimple(tokens.filter(isWord))
}

const isWord = ({ operator }: Token) => operator === undefined
const isKeyword = ({ word, quoted }: Token, keyword: string) => !quoted && word === keyword

const keywords = new Set([...Object.keys(closers), '!', 'function', 'coproc'])

/** A subshell may be a separate process, which executes the script's last command. */
const inSubshell = (end: Ending): Ending => (end.in === 'exec' ? { in: 'command', words: end.words } : end)

/** `( … )` or `{ …; }`, possibly followed by redirections. */
function endOfGroup(tokens: readonly Token[], close: string): Ending {
  const end = tokens.findLastIndex(token => (token.operator ?? (token.quoted ? '' : token.word)) === close)
  return tokens.slice(end + 1).every(({ operator }) => operator === 'redirection')
    ? endOfList(tokens.slice(1, end))
    : shell
}

function endOfSimple(tokens: readonly Token[]): Ending {
  const start = tokens.findIndex(({ assigns }) => !assigns)
  const words = start === -1 ? [] : tokens.slice(start).map(({ word }) => word)
  const [program] = words
  if (words.length === 0) return shell
  if (program === 'command' || program === 'builtin') return endOfCommandWord(tokens.slice(start))
  if (program === 'exec') return endOfExec(words.slice(1))
  if (program === 'eval') return words.includes(null) ? shell : endingOf(words.slice(1).join(' '))
  return typeof program === 'string' && builtins.has(program) ? shell : { in: 'command', words }
}

/** `command -v x` describes x and does not run it. */
function endOfCommandWord(tokens: readonly Token[]): Ending {
  const rest = withoutOption(tokens.slice(1), '-p')
  return typeof rest[0]?.word === 'string' && !rest[0].word.startsWith('-') ? endOfSimple(rest) : shell
}

/** Without a command, `exec` only redirects. */
function endOfExec(words: Words): Ending {
  const option = words[0]
  if (option === '--') return endOfExec(words.slice(1))
  if (typeof option === 'string' && /^-[acl]+$/.test(option))
    return endOfExec(words.slice(option.includes('a') ? 2 : 1))
  return words.length === 0 ? shell : { in: 'exec', words }
}

const withoutOption = (tokens: readonly Token[], option: string) =>
  tokens[0] && isKeyword(tokens[0], option) ? tokens.slice(1) : tokens

/** Whether such an operator occurs outside of all nesting. */
function depthZero(tokens: readonly Token[], is: (operator: string) => boolean): boolean {
  const open: string[] = []
  let begins = true
  for (const token of tokens) {
    if (open.length === 0 && token.operator !== undefined && is(token.operator)) return true
    const step = nesting(token, open.at(-1), begins)
    if (step === 'close') open.pop()
    else if (step !== undefined) open.push(step)
    begins = beginsCommand(token, begins)
  }
  return false
}
