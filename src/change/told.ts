import type { Change } from './change.ts'

/** A change of one process, in parts, so that the same change of several is one line. */
export interface Told {
  readonly sign: Change['sign']
  readonly pid: number
  readonly name: string
  readonly rest: string
  /** Below /proc/PID. */
  readonly file: string
}

/** PIDs that one line names. */
const mostPids = 8

/** One line for what is the same of several processes. */
export function together(all: readonly Told[]): Change[] {
  const groups = new Map<string, Told[]>()
  for (const told of all) {
    const key = JSON.stringify([told.sign, told.name, told.rest])
    groups.set(key, [...(groups.get(key) ?? []), told])
  }
  return [...groups.values()].map(lineOf)
}

function lineOf(group: readonly Told[]): Change {
  const [{ sign, name, rest, file, pid } = none] = group
  const pids = group.slice(0, mostPids).map(({ pid }) => pid)
  const more = group.length > mostPids ? ` and ${group.length - mostPids} more` : ''
  const noun = group.length > 1 ? 'processes' : 'process'
  return { sign, text: `${noun} ${pids.join(', ')}${more} (${name})${rest}`, shown: `/proc/${pid}${file}` }
}

const none: Told = { sign: '~', pid: 0, name: '', rest: '', file: '' }
