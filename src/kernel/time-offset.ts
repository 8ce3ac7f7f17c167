import { unreadable } from '../linux/unreadable.ts'

/** The offsets in /proc/PID/timens_offsets, milliseconds; time_namespaces(7). */
export function parseOffsets(text: string): Record<'monotonic' | 'boottime', number> {
  return { monotonic: offsetOf(text, 'monotonic'), boottime: offsetOf(text, 'boottime') }
}

function offsetOf(text: string, clock: string): number {
  const [, seconds, nanoseconds] = new RegExp(`^${clock} +(-?\\d+) +(\\d+)$`, 'm').exec(text) ?? []
  if (seconds === undefined) throw unreadable(`a line ${clock} SECONDS NANOSECONDS`, text)
  return Number(seconds) * 1000 + Number(nanoseconds) / 1e6
}
