import { CallFailure } from '../call-error.ts'
import { kill } from '../kill-cgroup.ts'
import type { Starter } from '../starter.ts'
import { within } from '../wait.ts'
import type { Survey } from './change.ts'
import { uncountedSysctls } from './uncounted.ts'

/** What a survey covers. */
export interface Place {
  readonly starter: Starter
  /** Files and folders to leave out. */
  readonly uncounted: readonly string[]
  /** Whether only labs and the agent use the machine. */
  readonly exclusive: boolean
}

/** Milliseconds that a survey may take: a lab's file system that never answers must not block the agent. */
const mostPatience = 10_000

/** Bytes that a survey may have. */
const most = 64 * 2 ** 20

/**
 * Lists everything once. Sections that are missing at the end were not listed in time; files come last.
 * `earlier`: a file with the text of an earlier survey, whose sysctls are read again.
 */
export async function survey({ starter, uncounted }: Place, earlier = ''): Promise<Buffer> {
  return outputOf(starter, 'survey', [earlier, ...uncounted, '--', ...Object.keys(uncountedSysctls)])
}

/** The output of a part of the starter until it ends or its time is up; throws its error message if it fails. */
export async function outputOf(
  starter: Starter,
  part: 'survey' | 'restore' | 'inventory',
  words: readonly (string | number)[],
  patience = mostPatience,
): Promise<Buffer> {
  const printed = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] }
  let length = 0
  const call = starter.ask(part, words, (stream, bytes) => {
    length += bytes.length
    if (length <= most) printed[stream].push(Buffer.from(bytes))
  })
  call.running.catch(() => undefined)
  const { pid } = await call.started
  const ended = await within(patience, call.ended)
  if (!ended) kill(pid)
  else if (ended.code !== 0) {
    const said = Buffer.concat(printed.stderr).toString().trim()
    throw new CallFailure({ message: `the ${part} failed (${ended.signal ?? ended.code}): ${said}` })
  }
  if (length > most)
    throw new CallFailure({ errno: 'EFBIG', message: `the ${part} printed more than ${most} bytes` })
  return Buffer.concat(printed.stdout)
}

/** The sections of a survey by their names. */
export function sectionsOf(text: Buffer): Survey {
  const sections = new Map<string, Buffer>()
  for (let from = 0; ; ) {
    const end = text.indexOf('\n', from)
    const [name = '', length = ''] = text.toString('latin1', from, Math.max(from, end)).split(' ')
    const next = end + 1 + Number(length)
    if (end < 0 || next > text.length) return sections
    sections.set(name, text.subarray(end + 1, next))
    from = next
  }
}
