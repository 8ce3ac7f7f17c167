import type { Command, CommanderError } from 'commander'
import { suggest } from '../lab/suggest.ts'
import { Problem, type ProblemText } from '../problem.ts'

/** What is wrong with a command line, made from the error of commander at one of the commands. */
export function usageProblem({ code, message }: CommanderError, command: Command): Problem {
  const [said = '', hint = ''] = message.replace(/^error: /, '').split(/\n(?=\(Did you mean )/)
  const found = rows[code]?.exec(said)?.groups
  const meant = /^\(Did you mean (?:one of )?(?<meant>[^,?]+)/.exec(hint)?.groups
  const text = found && texts[code]?.({ ...found, ...meant }, command)
  return new Problem('usage', code, { said }, text ?? { what: said, remedy: help(command) })
}

/** Throws for an argument or a value that is empty, as an unset variable of a shell leaves it: no command has a use for one. */
export function mustNotBeEmpty(args: readonly string[]): void {
  const empty = args.find(arg => arg === '' || /^--[^=]+=$/.test(arg))
  if (empty === undefined) return
  const what = empty === '' ? 'an argument is empty' : `${empty.slice(0, -1)} needs a value`
  throw new Problem('usage', 'empty-argument', {}, { what, remedy: 'Is a variable of the shell not set?' })
}

/** commander tells what it found in its message alone. */
const rows: Readonly<Record<string, RegExp>> = {
  'commander.unknownCommand': /^unknown command '(?<word>.*)'$/s,
  'commander.unknownOption': /^unknown option '(?<word>.*)'$/s,
  'commander.missingArgument': /^missing required argument '(?<name>.*)'$/,
  'commander.optionMissingArgument': /^option '(?<flags>.*)' argument missing$/,
  'commander.invalidArgument': /^option '(?<flags>.*?)' argument '(?<given>.*)' is invalid\. (?<rule>.*)$/s,
  'commander.excessArguments': /Expected (?<most>\d+) arguments? but got (?<number>\d+)\.$/,
  'commander.conflictingOption': /^option '(?<one>.*)' cannot be used with option '(?<other>.*)'$/,
}

type Text = (found: Readonly<Record<string, string>>, command: Command) => ProblemText

const texts: Readonly<Record<string, Text>> = {
  'commander.unknownCommand': ({ word = '', meant }, command) => ({
    what: `unknown command ${quoted(word)}${didYouMean(meant)}`,
    remedy: `The commands are: ${namesIn(command).join(', ')}.\n${help(command)}`,
  }),
  'commander.unknownOption': ({ word = '', meant }, command) => ({
    what: `${nameOf(command)} has no option ${quoted(word)}${didYouMean(meant)}`,
    remedy: help(command),
  }),
  'commander.missingArgument': ({ name }, command) => ({
    what: `${nameOf(command)} needs an argument: <${name}>`,
    remedy: help(command),
  }),
  'commander.optionMissingArgument': ({ flags = '' }, command) => ({
    what: `${flagOf(flags)} needs a value: ${flags}`,
    remedy: help(command),
  }),
  'commander.invalidArgument': ({ flags = '', given = '', rule }, command) => ({
    what: `${flagOf(flags)} ${rule}; got ${quoted(given)}${didYouMean(suggest(given, choicesOf(command, flags)))}`,
    remedy: help(command),
  }),
  'commander.excessArguments': ({ most = '0', number }, command) => ({
    what: `${nameOf(command)} takes ${arguments_(most)}, got ${number}`,
    remedy: help(command),
  }),
  'commander.conflictingOption': ({ one = '', other = '' }, command) => ({
    what: `${flagOf(one)} cannot be used with ${flagOf(other)}`,
    remedy: help(command),
  }),
}

const help = (command: Command) => `For options and examples: ${pathOf(command)} --help`

const arguments_ = (most: string) =>
  most === '0' ? 'no arguments' : most === '1' ? 'one argument' : `${most} arguments`

const longest = 60

const quoted = (word: string) => `\`${word.length > longest ? `${word.slice(0, longest)}…` : word}\``

/** `--jobs` of `--jobs <n>`. */
const flagOf = (flags: string) => flags.replace(/ .*$/, '')

/** `machine build`, after which the name of the program would only be repeated. */
const nameOf = (command: Command) => pathOf(command).replace(/^unboxed (?=.)/, '')

/** `unboxed machine build`. */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}

const namesIn = (command: Command) => command.commands.map(each => each.name())

const flagsOf = (command: Command) => [...command.options.flatMap(({ long }) => long ?? []), '--help']

const choicesOf = (command: Command, flags: string) =>
  command.options.find(option => option.flags === flags)?.argChoices ?? []

const didYouMean = (meant: string | undefined) =>
  meant === undefined ? '' : `; did you mean ${quoted(meant)}?`

/**
 * The command line without its request for help if a word in it is unknown: commander would answer `nosuch --help` with the
 * general help, as if nothing was wrong. `help run` is the same as `run --help`.
 */
export function withoutVainHelp(program: Command, given: readonly string[]): readonly string[] {
  const [first, ...others] = given
  const words = first === 'help' && others.length > 0 ? [...others, '--help'] : given
  return words.some(isHelp) && hasUnknown(program, words) ? words.filter(word => !isHelp(word)) : words
}

const isHelp = (word: string) => word === '--help' || word === '-h'

function hasUnknown(command: Command, words: readonly string[]): boolean {
  const [first = ''] = words
  const isName = first !== '' && !first.startsWith('-') && command.commands.length > 0
  const inner = isName ? command.commands.find(each => each.name() === first) : undefined
  if (isName) return inner === undefined || hasUnknown(inner, words.slice(1))
  const known = new Set([...flagsOf(command), ...command.options.flatMap(({ short }) => short ?? []), '-h'])
  return words.some(word => /^--?[a-z]/i.test(word) && !known.has(word.replace(/=.*$/s, '')))
}
