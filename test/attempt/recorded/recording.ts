import { readdirSync, readFileSync } from 'node:fs'
import type { Lab } from '../../../src/lab/lab.ts'
import { parseLab } from '../../../src/lab/parse-lab.ts'
import { renderProblems } from '../../../src/lab/problem.ts'
import type { Machine } from '../../../src/machine/machine.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'
import type { Clock, Runtime } from '../../../src/runtime/runtime.ts'
import type { Outcome } from '../../../src/verdict/verdict.ts'

/** Everything runner and agent said to each other during one attempt in a real machine, in order. */
export interface Recording extends Header {
  readonly name: string
  readonly lines: readonly Line[]
}

/** The first line of a recording. */
export interface Header {
  readonly machine: Pick<Machine, 'name' | 'description' | 'slowness' | 'restored' | 'disposable'>
  /** How the attempt was judged when it was recorded: outcomes by check. */
  readonly outcomes: Readonly<Record<string, Outcome>>
  /** The code of the reason why the attempt ended before its last step. */
  readonly ended?: string
  /** Kinds of what was left behind. */
  readonly leaks: readonly string[]
}

/** A line of the channel: JSON is kept as such, so that a difference between two recordings can be read. */
export type Line =
  | { readonly sent: unknown }
  /** Handed to the runner this many milliseconds after the machine was opened. */
  | { readonly at: number; readonly received: unknown }

export const isSent = (line: Line) => 'sent' in line

/** The line as it was on the channel. Noise, which is no JSON, is kept as text. */
export function lineText(line: Line): string {
  const content = 'sent' in line ? line.sent : line.received
  return typeof content === 'string' ? content : JSON.stringify(content)
}

/** How to make all recordings anew. */
export const recordAnew = 'npm run record-fixtures'

export const recordingFolder = 'test/fixtures/recording'

export const recordingNames = (): string[] =>
  readdirSync(recordingFolder)
    .filter(file => file.endsWith('.yaml'))
    .map(file => file.replace(/\.yaml$/, ''))

export function readRecording(name: string): Recording {
  const known = recordings.get(name)
  if (known) return known
  const [header, ...lines] = readFileSync(`${recordingFolder}/${name}.jsonl`, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  const recording = { name, ...header, lines }
  recordings.set(name, recording)
  return recording
}

/** Read once: some are played hundreds of times. */
const recordings = new Map<string, Recording>()

export function writtenRecording({ name: _, lines, ...header }: Recording): string {
  return [header, ...lines].map(line => `${JSON.stringify(line)}\n`).join('')
}

export function recordedLab(name: string): Lab {
  const known = labs.get(name)
  if (known) return known
  const file = `${recordingFolder}/${name}.yaml`
  const read = parseLab(
    readFileSync(file, 'utf8'),
    { file, id: `recording/${name}`, seed: 'recorded' },
    nodeRuntime,
  )
  if ('problems' in read) throw new Error(renderProblems(read.problems))
  labs.set(name, read.lab)
  return read.lab
}

const labs = new Map<string, Lab>()

/** The same date and the same bytes whenever it is asked, so that a recording's requests are made again to the letter. */
export const repeatable = (clock: Clock): Runtime => ({
  now: clock.now,
  after: clock.after,
  digest: nodeRuntime.digest,
  date: () => Date.UTC(2026, 0, 1),
  random: bytes => Uint8Array.from({ length: bytes }, (_, index) => index),
})
