import { parentNamespace } from './ancestor.ts'
import type { Change } from './change.ts'
import { inPlace, placeOf } from './place.ts'
import type { Span } from './span.ts'

/** Host names and domain names; a new UTS namespace has those of the one it was copied from. */
export function hostChanges({ before, after }: Span): Change[] {
  return Object.entries(after.inventory.hosts).flatMap(([namespace, is]) => {
    const copied = parentNamespace(after, 'uts', namespace)
    const was = before.inventory.hosts[namespace] ?? after.inventory.hosts[copied]
    const place = placeOf(after, 'uts', namespace)
    return Object.entries(hostNames).flatMap(([key, { noun, command, file }]): Change[] => {
      const [old, now] = [was?.[key as 'host'], is[key as 'host']]
      if (old === undefined || old === now) return []
      const text = `${noun} ${old} → ${now}${inPlace(place)}`
      return [{ sign: '~', text, shown: place.words === '' ? file : place.command(command) }]
    })
  })
}

const hostNames = {
  host: { noun: 'host name', command: 'hostname', file: '/proc/sys/kernel/hostname' },
  domain: { noun: 'domain name', command: 'domainname', file: '/proc/sys/kernel/domainname' },
}

/** Which users and groups inside of a user namespace are which outside. */
export function mapChanges({ before, after }: Span): Change[] {
  return Object.entries(after.inventory.users).flatMap(([namespace, is]) => {
    const was = before.inventory.users[namespace] ?? { uid: '', gid: '' }
    const place = placeOf(after, 'user', namespace)
    const [uid, gid] = (['uid', 'gid'] as const).map(id => (is[id] === was[id] ? '' : mapText(is[id])))
    const tell = (noun: string, map: string, file: string): Change[] =>
      map ? [{ sign: '~', text: `${place.words}: ${noun} ${map}`, shown: place.file(file) }] : []
    if (uid === gid) return tell('uid and gid', (uid ?? '').replace('inside is', 'inside are'), 'uid_map')
    return [...tell('uid', uid ?? '', 'uid_map'), ...tell('gid', gid ?? '', 'gid_map')]
  })
}

/** `0 inside is 1000 outside, 1-9 inside are 100001-100009 outside`. */
function mapText(map: string): string {
  const rows = map.split('\n').filter(line => line.trim() !== '')
  return rows
    .map(row => {
      const [inside = 0, outside = 0, count = 0] = row.trim().split(/\s+/).map(Number)
      if (count === 1) return `${inside} inside is ${outside} outside`
      return `${inside}-${inside + count - 1} inside are ${outside}-${outside + count - 1} outside`
    })
    .join(', ')
}

/** The offsets of the clocks in time namespaces. */
export function timeChanges({ before, after }: Span): Change[] {
  return Object.entries(after.inventory.times).flatMap(([namespace, is]) => {
    const was = offsetsOf(before.inventory.times[namespace] ?? '')
    const place = placeOf(after, 'time', namespace)
    return Object.entries(offsetsOf(is))
      .filter(([clock, offset]) => offset !== (was[clock] ?? 0))
      .map(([clock, offset]): Change => {
        const text = `${place.words}: ${clock} ${offset < 0 ? '−' : '+'}${Math.abs(offset)} s`
        return { sign: '~', text, shown: place.file('timens_offsets') }
      })
  })
}

function offsetsOf(text: string): Readonly<Record<string, number>> {
  const rows = [...text.matchAll(/^(\w+) +(-?\d+) +(\d+)$/gm)]
  return Object.fromEntries(
    rows.map(([, clock, seconds, nanoseconds]) => [clock, Number(seconds) + Number(nanoseconds) / 1e9]),
  )
}
