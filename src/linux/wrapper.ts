import { endingOf, type Words } from './shell-script.ts'
import { type Wrapper, wrapperTable } from './wrapper-table.ts'

/** Where a process with a given command line leads. */
export type Lead =
  /** Nowhere: it is the named program. */
  | { readonly to: 'itself' }
  /** It will become this, by execve(2). */
  | { readonly to: 'successor'; readonly words: Words }
  /** Its child will become this, or it itself will; `own` if that is an implicit shell, which is not part of the line. */
  | { readonly to: 'child'; readonly words: Words; readonly own?: true }
  /** It is a shell that is part of the line, and becomes the named process once this runs, as its child or in its place. */
  | { readonly to: 'shell'; readonly words: Words }
  /** There is no single named process. */
  | { readonly to: 'nobody'; readonly because: Undecided }

/** Why a line has no single named process. */
export type Undecided = 'pipeline' | 'background'

/**
 * One step from a wrapper, or a shell with a script, towards the program that it starts. `own` marks an implicit shell: the one
 * that runs a step's text, or that of su(1).
 */
export function leadOf(words: Words, own = false): Lead {
  const [program, ...rest] = words
  if (program === null || program === undefined || words.length > mostWords) return itself
  const name = programName(program)
  if (isMultiCall(program)) return rest.length > 0 ? leadOf(rest, own) : itself
  if (isShell(program)) return leadOfShell(rest, own)
  if (name === 'ip') return leadOfIp(rest)
  if (name === 'capsh') return leadOfCapsh(rest)
  const wrapper = Object.hasOwn(wrapperTable, name) ? wrapperTable[name] : undefined
  return wrapper ? leadOfWrapper(wrapper, rest) : itself
}

/** A longer line is not one that anyone writes for a wrapper. */
const mostWords = 1000

/** Shells with the `-c` of `sh`. */
export const shells: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'dash',
  'ash',
  'rbash',
  'ksh',
  'mksh',
  'zsh',
])

/** Programs that may precede the named program. An ejected script has only this list to go by. */
export const wrapperNames: readonly string[] = [
  ...Object.keys(wrapperTable).filter(name => !name.includes(' ')),
  ...['ip', 'busybox', ...shells],
]

/** Where a line ends: in a program, possibly run by a shell that is part of the line; or why that cannot be determined. */
export type LineEnd = { readonly words: Words; readonly shell?: Words } | { readonly because: Undecided }

/** Where a step's line ends. */
export function lineEnd(words: Words, own = true): LineEnd {
  const lead = leadOf(words, own)
  if (lead.to === 'itself') return { words }
  if (lead.to === 'nobody') return { because: lead.because }
  if (lead.to === 'shell') return { words: lead.words, shell: words }
  return lineEnd(lead.words, lead.to === 'child' && lead.own === true)
}

/** Whether only a running shell knows which program a line ends in, or its arguments. */
export function isOpen(words: Words): boolean {
  const lead = leadOf(words, true)
  if (!('words' in lead) || lead.words === someShell) return false
  const isOwn = lead.to === 'child' && lead.own
  return (!isOwn && lead.words.includes(null)) || isOpen(lead.words)
}

/** Whether a process with this command line matches the expected words: `null` matches any words, and a shell any other shell. */
export function isLike(argv: readonly string[], words: Words): boolean {
  const [program, ...rest] = words
  if (program === undefined) return argv.length === 0
  if (program === null) return agrees(argv, words)
  const at = sameProgram(argv[0] ?? '', program) ? 0 : interpreted(argv, program)
  return at !== undefined && agrees(argv.slice(at + 1), rest)
}

/** The kernel runs a script with its interpreter, which gets at most one argument and then the file. */
function interpreted(argv: readonly string[], program: string): number | undefined {
  return [1, 2].find(at => programName(argv[at] ?? '') === programName(program) && argv[at]?.includes('/'))
}

/** Matches like a glob: after a mismatch, the latest `null` takes one more word. */
function agrees(argv: readonly string[], words: Words): boolean {
  let [at, expected] = [0, 0]
  let open: { readonly expected: number; at: number } | undefined
  while (at < argv.length || expected < words.length) {
    if (words[expected] === null) {
      open = { expected: ++expected, at }
    } else if (at < argv.length && argv[at] === words[expected]) {
      at++
      expected++
    } else if (open && open.at < argv.length) {
      at = ++open.at
      expected = open.expected
    } else return false
  }
  return true
}

function sameProgram(one: string, other: string): boolean {
  const [name, wanted] = [programName(one), programName(other)]
  return name === wanted || (isShell(one) && isShell(other))
}

/** Without its directory, and without the `-` of a login shell. */
const programName = (word: string) => (word.split('/').at(-1) ?? '').replace(/^-/, '')

/** Whether a program is a shell, by the first of its words. */
export const isShell = (program = '') => shells.has(programName(program))

/** Whether a command line is that of a shell that reads what is typed. Redirections are not seen: `bash < file` counts as one. */
export function isInteractiveShell(words: Words): boolean {
  const [program, ...rest] = words
  if (words === someShell) return true
  if (program === null || program === undefined) return false
  if (isMultiCall(program)) return isInteractiveShell(rest)
  return isShell(program) && commandsOf(rest) === 'input'
}

/** Whether a line that is typed into a shell ends in another one, which reads what is typed after it. */
export function opensShell(line: string): boolean {
  const end = lineEnd(['sh', '-c', line.trimEnd()])
  return 'words' in end && isInteractiveShell(end.words)
}

/** Multi-call binaries: the first operand selects the program. */
const isMultiCall = (program: string) => ['busybox', 'toybox'].includes(programName(program))

const itself: Lead = { to: 'itself' }

/** A shell with words that only it knows. */
const someShell: Words = ['sh', null]

function leadOfShell(words: Words, own: boolean): Lead {
  const commands = commandsOf(words)
  if (typeof commands !== 'object') return itself
  const end = endingOf(commands.script)
  switch (end.in) {
    case 'shell':
      return itself
    case 'command':
      return { to: own || leadOf(end.words).to !== 'itself' ? 'child' : 'shell', words: end.words }
    case 'exec':
      return { to: 'successor', words: end.words }
    default:
      return { to: 'nobody', because: end.in }
  }
}

/** Where a shell with these words reads its commands: from the script after `-c`, a file, or its input; undefined if from nowhere, or that is not known. */
function commandsOf(words: Words): { readonly script: string } | 'file' | 'input' | undefined {
  let isScript = false
  let isInput = false
  const operand = (word: string | null | undefined) => {
    if (word === null) return undefined
    if (isScript) return word === undefined ? undefined : { script: word }
    return word === undefined || isInput ? 'input' : 'file'
  }
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === null || word === undefined) return undefined
    if (word === '--rcfile' || word === '--init-file') at++
    else if (word === '--' || word === '-') return operand(words[at + 1])
    else if (/^[-+][a-zA-Z]+$/.test(word)) {
      isScript ||= word.startsWith('-') && word.includes('c')
      isInput ||= word.startsWith('-') && word.includes('s')
      if (/o$/i.test(word)) at++
    } else if (word === '--version' || word === '--help') return undefined
    else if (!word.startsWith('--')) return operand(word)
  }
  return operand(undefined)
}

function leadOfWrapper(wrapper: Wrapper, words: Words): Lead {
  const { seen, rest, script } = readOptions(wrapper, words)
  const has = (options = '') => options.split(' ').some(option => seen.includes(option))
  const starts = wrapper.command === 'starts' || has(wrapper.forks)
  const lead = (inner: Words): Lead => ({ to: starts ? 'child' : 'successor', words: inner })
  const runsText = (text: string | null | undefined): Lead =>
    text === undefined ? lead(someShell) : { to: 'child', words: ['sh', '-c', text, null], own: true }
  if (has(wrapper.none)) return itself
  if (script !== undefined) return runsText(script)
  if (has(wrapper.splits)) return lead([null])
  const skipped = has(wrapper.direct) ? 0 : (wrapper.words ?? 0)
  const command = commandIn(rest, wrapper.assigns === true).slice(skipped)
  if (isOneOf(command[0], wrapper.script)) return runsText(command[1])
  if (command.length > 0) return has(wrapper.login) ? runsText(null) : lead(command)
  return wrapper.shell || has(wrapper.login) ? lead(someShell) : itself
}

/** The words without `-` (of env) and `NAME=VALUE`. */
function commandIn(words: Words, assigns: boolean): Words {
  const start = words.findIndex(word => word === null || !(word === '-' || /^\w+=/.test(word)))
  return assigns ? words.slice(start === -1 ? words.length : start) : words
}

interface Options {
  /** Every option by its name; combined short options separately. */
  readonly seen: readonly string[]
  /** The operands. */
  readonly rest: Words
  /** The script for `sh -c`; null if only a running shell knows it. */
  readonly script?: string | null
}

/** Parses options as getopt_long(3) does; the first operand ends them, unless options may follow operands. */
function readOptions(
  wrapper: Pick<Wrapper, 'valued' | 'joined' | 'script' | 'anywhere'>,
  words: Words,
): Options {
  const { valued, joined = '', script, anywhere = false } = wrapper
  const seen: string[] = []
  const rest: (string | null)[] = []
  let text: string | null | undefined
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string | null
    if (word === '--') return { seen, rest: [...rest, ...words.slice(at + 1)], ...textOf(text) }
    if (word === null || !/^-./.test(word)) {
      if (!anywhere) return { seen, rest: words.slice(at), ...textOf(text) }
      rest.push(word)
      continue
    }
    const { names, value } = splitOption(word, joined, [valued, script])
    seen.push(...names)
    const last = names.at(-1)
    if (!isOneOf(last, valued) && !isOneOf(last, script)) continue
    const given = value ?? words[++at] ?? null
    if (isOneOf(last, script)) text = given
  }
  return { seen, rest, ...textOf(text) }
}

const textOf = (script: string | null | undefined) => (script === undefined ? {} : { script })

const isOneOf = (word: string | null | undefined, options = '') =>
  typeof word === 'string' && options.split(' ').includes(word)

/** Splits `--name=value`, and `-abVALUE`, in which only the last option can have a value. */
function splitOption(
  word: string,
  joined: string,
  taking: readonly (string | undefined)[],
): { names: string[]; value?: string } {
  if (word.startsWith('--')) {
    const [name = '', ...value] = word.split('=')
    return { names: [name], ...(value.length > 0 && { value: value.join('=') }) }
  }
  const names: string[] = []
  for (let at = 1; at < word.length; at++) {
    const name = `-${word[at]}`
    names.push(name)
    if (isOneOf(word[at], joined)) return { names }
    if (!taking.some(options => isOneOf(name, options))) continue
    return at + 1 < word.length ? { names, value: word.slice(at + 1) } : { names }
  }
  return { names }
}

/** `ip [OPTION]… netns exec NAME COMMAND`; words may be abbreviated, and options start with one or two dashes. */
function leadOfIp(words: Words): Lead {
  const long = words.map(word => word?.replace(/^--?(?=[a-z]{2,})/, '--') ?? null)
  const { rest } = readOptions({ valued: '-n --netns -f --family -b --batch -l --loops --rcvbuf' }, long)
  const [object, verb] = rest
  const row = Object.entries(wrapperTable).find(([name]) => {
    const [, ofObject = '', ofVerb = ''] = name.split(' ')
    return isShort(object, ofObject, 3) && isShort(verb, ofVerb, 1)
  })?.[1]
  return row ? leadOfWrapper(row, words.slice(words.length - rest.length + 2)) : itself
}

const isShort = (word: string | null | undefined, of: string, least: number) =>
  typeof word === 'string' && word.length >= least && of.startsWith(word)

/** capsh(1) becomes bash, with the words after `--` or `==` as arguments. */
function leadOfCapsh(words: Words): Lead {
  const at = words.findIndex(word => word === '--' || word === '==')
  return at === -1 ? itself : { to: 'successor', words: ['bash', ...words.slice(at + 1)] }
}
