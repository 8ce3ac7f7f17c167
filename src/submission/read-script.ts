import { suggest } from '../lab/suggest.ts'
import { type CommandReader, commandReader, type TypedCommand } from '../linux/shell-command.ts'
import { mostTerminals } from './bound.ts'
import { checkWord } from './check-text.ts'
import type { Complain } from './problem.ts'
import type { Submission, SubmittedLine, SubmittedStep } from './submission.ts'

/** A shell script in which comment lines say which step the commands below them belong to. */
export function readScript(text: string, complain: Complain): Submission {
  const script: Script = {
    headers: new Map(),
    steps: [],
    places: new Map(),
    commands: commandReader(),
    complain,
  }
  for (const [index, line] of text.replaceAll('\r\n', '\n').split('\n').entries())
    readLine(script, line, index + 1)
  take(script, script.commands.rest())
  if (script.steps.length === 0) complain('no-steps', undefined, {})
  else if (script.early !== undefined) complain('command-before-step', script.early, {})
  const word = (key: string) => script.headers.get(key)?.word || undefined
  const [lab, seed, learner] = headers.map(word)
  return {
    ...(lab === undefined ? {} : { lab }),
    ...(seed === undefined ? {} : { seed }),
    ...(learner === undefined ? {} : { learner }),
    steps: script.steps,
  }
}

const headers = ['lab', 'seed', 'learner']

/** What has been read so far. */
interface Script {
  readonly headers: Map<string, { readonly word: string; readonly line: number }>
  readonly steps: OpenStep[]
  /** Where each step is in the list. */
  readonly places: Map<string, number>
  readonly commands: CommandReader
  readonly complain: Complain
  /** The terminal of the lines that follow. */
  terminal?: number | undefined
  /** The line of the first command that belongs to no step. */
  early?: string
}

type OpenStep = Omit<SubmittedStep, 'lines'> & { readonly lines: SubmittedLine[] }

function readLine(script: Script, line: string, number: number): undefined {
  const { commands, complain } = script
  checkCharacters(line, number, complain)
  const marked = stepLine.exec(line)
  if (marked) return beginStep(script, marked, number)
  if (!commands.isOpen()) {
    if (/^[ \t]*#:|^# :[ \t]*[\w-]+(?:[ \t]+@\w+)?[ \t]*$/.test(line))
      return complain('step-line', String(number), { found: line.trim() })
    const header = headerLine.exec(line)
    if (header) return readHeader(script, header, number)
  }
  const command = commands.add(line, number)
  if (command) take(script, [command])
}

/** Within a command it counts too: in one that has no end, it would be lost with all that follows. */
const stepLine = /^#:[ \t]*([\w-]+)(?:[ \t]+@(\w+))?[ \t]*$/
const headerLine = /^# ?unboxed-([\w-]+)[ \t]*:(.*)$/

/** Of each kind once a line. */
function checkCharacters(line: string, number: number, complain: Complain): void {
  for (const character of new Set(line.match(/[^\P{Cc}\n\t]|\p{Cs}/gu)))
    complain('control-character', String(number), { character })
}

function beginStep(script: Script, [, id = '', terminal]: RegExpExecArray, number: number): undefined {
  const { steps, places, complain } = script
  take(script, script.commands.rest())
  script.terminal = terminal === undefined ? undefined : Number(terminal)
  if (terminal !== undefined && !terminals.includes(terminal))
    complain('terminal', String(number), { found: `@${terminal}` })
  if (steps.at(-1)?.id === id) return undefined
  const index = places.get(id)
  if (index !== undefined)
    complain('step-again', String(number), {
      step: id,
      first: steps[index]?.at ?? '',
      since: steps[index + 1]?.at ?? '',
    })
  places.set(id, steps.length)
  steps.push({ id, at: String(number), lines: [] })
}

const terminals = Array.from({ length: mostTerminals }, (_, index) => String(index + 1))

function readHeader(script: Script, [, key = '', written = '']: RegExpExecArray, number: number): undefined {
  const { complain } = script
  const at = String(number)
  const header = `unboxed-${key}`
  const word = written.trim()
  const other = script.headers.get(key)
  if (!headers.includes(key)) return complain('header', at, { found: header, meant: suggest(key, headers) })
  if (script.steps.length > 0) return complain('late-header', at, { header })
  if (other) return complain('same-header', at, { header, line: String(other.line) })
  if (word !== '') checkWord(`\`${header}\``, word, at, complain)
  script.headers.set(key, { word, line: number })
}

/** Adds commands to the step that they stand in. */
function take(script: Script, commands: readonly TypedCommand[]): void {
  const { terminal } = script
  const step = script.steps.at(-1)
  for (const { text, at } of commands)
    if (step) step.lines.push({ ...(terminal === undefined ? {} : { terminal }), text, at: String(at) })
    else script.early ??= String(at)
}
