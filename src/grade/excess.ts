import type { Note } from '../attempt/rejudge.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { type HandCommand, type HandRecord, mostExamined } from '../evidence/hand.ts'
import { opensShell } from '../linux/wrapper.ts'
import type { Verdict } from '../verdict/verdict.ts'
import { note } from './note.ts'
import { quotedLine } from './quoted-line.ts'

/** What a submission that was not all right did beyond measure, so that whoever reads the mark need not guess. */
export function excesses(
  { hand }: Pick<Evidence, 'hand'>,
  verdicts: readonly Pick<Verdict, 'outcome'>[],
): Note[] {
  if (!hand || verdicts.every(({ outcome }) => outcome === 'pass')) return []
  return [...crowd(hand), ...floods(hand), ...unended(hand)]
}

function crowd({ looks, commands }: HandRecord): Note[] {
  const look = looks.find(({ processes }) => processes.length >= mostExamined)
  if (!look) return []
  const line = commands.findLast(({ startedAt }) => startedAt <= look.at)?.line
  return [note('crowd', { most: mostExamined, line: line === undefined ? undefined : quotedLine(line) })]
}

const floods = ({ commands }: HandRecord): Note[] =>
  commands.flatMap(({ line, cut }) =>
    cut && cut.bytes >= flood
      ? [note('flood', { line: quotedLine(line), megabytes: Math.round(cut.bytes / 1_000_000) })]
      : [],
  )

/** Bytes of output that were not kept and are worth a word. */
const flood = 1_000_000

/** The command that each terminal was left in. */
function unended({ commands }: HandRecord): Note[] {
  const terminals = new Set(commands.map(({ terminal }) => terminal))
  return [...terminals].flatMap(number => leftIn(commands.filter(({ terminal }) => terminal === number)))
}

/** A program that is no shell has read whatever was typed after it. */
function leftIn(commands: readonly HandCommand[]): Note[] {
  const at = commands.findIndex(command => command.endedAt === undefined && !opensShell(command.line))
  const left = commands[at] ?? commands.at(-1)
  if (!left || left.endedAt !== undefined) return []
  const line = quotedLine(left.line)
  const [first, ...others] = at < 0 ? [] : commands.slice(at + 1).filter(isRead)
  return [
    note('unended', { line }),
    ...(first ? [note('read', { line, first: quotedLine(first.line), others: others.length })] : []),
  ]
}

/** Only a shell tells the exit status. */
const isRead = ({ status, line }: HandCommand) => status === undefined && line.trim() !== ''
