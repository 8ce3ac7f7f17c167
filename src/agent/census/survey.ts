import { setTimeout as sleep } from 'node:timers/promises'
import { CallFailure } from '../call-error.ts'
import { kill } from '../kill-cgroup.ts'
import { perl, type Starter } from '../starter.ts'
import { surveyScript } from './survey-script.ts'
import { numberOf } from './system-call.ts'
import { uncountedSysctls } from './uncounted.ts'

/** What a machine holds but for processes and cgroups: a section for each kind of thing, as bytes, since that is how names are. */
export type Survey = ReadonlyMap<string, Buffer>

/** Where labs are, and what is not looked at there. */
export interface Place {
  readonly starter: Starter
  /** A process in whose mount namespace the labs are; undefined: the agent is in it, too. */
  readonly host: number | undefined
  /** Files and folders that are not counted. */
  readonly uncounted: readonly string[]
}

/** Milliseconds that a survey may take. A file system of a lab's that never answers must not hold the agent up. */
const patience = 10_000

/** Bytes of a survey; more is no machine for labs. */
const most = 64 * 2 ** 20

/** Looks at everything once. What is missing in the end was not to be found out in time: files come last. */
export async function survey({ starter, host, uncounted }: Place): Promise<Survey> {
  const argv = [perl, '-e', surveyScript, String(numberOf('setns')), String(host ?? ''), ...uncounted, '--']
  return sectionsOf(await outputOf(starter, [...argv, ...Object.keys(uncountedSysctls)]))
}

/** What a script of the agent's own prints, until it ends or its time is up; throws what it says when it fails. */
export async function outputOf(starter: Starter, argv: readonly string[]): Promise<Buffer> {
  const printed = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] }
  let length = 0
  const running = await starter.start({ argv, env }, (stream, bytes) => {
    length += bytes.length
    if (length <= most) printed[stream].push(Buffer.from(bytes))
  })
  const ended = await Promise.race([running.ended, sleep(patience)])
  running.forget()
  if (!ended) kill(running.pid)
  else if (ended.code !== 0) {
    const said = Buffer.concat(printed.stderr).toString().trim()
    throw new CallFailure({
      message: `a script of the census failed (${ended.signal ?? ended.code}): ${said}`,
    })
  }
  if (length > most)
    throw new CallFailure({ errno: 'EFBIG', message: `the census has more than ${most} bytes` })
  return Buffer.concat(printed.stdout)
}

const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' }

export function sectionsOf(output: Buffer): Survey {
  const sections = new Map<string, Buffer>()
  for (let from = 0; ; ) {
    const end = output.indexOf('\n', from)
    const [name = '', length = ''] = output.toString('latin1', from, Math.max(from, end)).split(' ')
    const next = end + 1 + Number(length)
    if (end < 0 || next > output.length) return sections
    sections.set(name, output.subarray(end + 1, next))
    from = next
  }
}
