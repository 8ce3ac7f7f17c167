import { readdirSync, readFileSync } from 'node:fs'
import type { Lab } from '../../../src/lab/lab.ts'
import { parseLab } from '../../../src/lab/parse-lab.ts'
import { renderProblems } from '../../../src/lab/problem.ts'
import type { Machine } from '../../../src/machine/machine.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'
import type { Clock, Runtime } from '../../../src/runtime/runtime.ts'
import type { Outcome } from '../../../src/verdict/verdict.ts'

/** All messages between runner and agent during one attempt in a real machine, in order. */
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
  /** Kinds of leftovers. */
  readonly leaks: readonly string[]
}

/** A line of the channel. JSON is stored as such, so that a diff of two recordings is readable. */
export type Line =
  | { readonly sent: unknown }
  /** Milliseconds from the opening of the machine until the runner received it. */
  | { readonly at: number; readonly received: unknown }

export const isSent = (line: Line) => 'sent' in line

/** The line as it was on the channel. Noise, which is not JSON, is stored as text. */
export function lineText(line: Line): string {
  const content = 'sent' in line ? line.sent : line.received
  return typeof content === 'string' ? content : JSON.stringify(content)
}

/** How to make all recordings again. */
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

/** Each is read once, since some are played hundreds of times. */
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

/** A constant date and constant random bytes, so that the requests of a recording are reproduced exactly. */
export const repeatable = (clock: Clock): Runtime => ({
  now: clock.now,
  after: clock.after,
  digest: nodeRuntime.digest,
  date: () => Date.UTC(2026, 0, 1),
  random: bytes => Uint8Array.from({ length: bytes }, (_, index) => index),
})
