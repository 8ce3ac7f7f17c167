import { unreadable } from '../linux/unreadable.ts'
import { jsonList, jsonObject, quoteObjects } from './json-list.ts'

/** What a link has received or sent, since it was made. */
export interface LinkCounters {
  readonly bytes: number
  readonly packets: number
  readonly errors: number
  readonly dropped: number
}

/** The counters of a link in one direction, from `ip -j -s link`; ip-link(8). */
export function linkCounters(text: string, name: string, direction: 'rx' | 'tx'): LinkCounters {
  const link = jsonList(text, form).find(({ ifname }) => ifname === name)
  if (!link) throw unreadable(`a link ${name}`, text)
  const counters = jsonObject(jsonObject(link.stats64, form, text)[direction], form, text)
  const number = (key: keyof LinkCounters) => {
    const value = counters[key]
    if (typeof value !== 'number') throw unreadable(form, text)
    return value
  }
  return {
    bytes: number('bytes'),
    packets: number('packets'),
    errors: number('errors'),
    dropped: number('dropped'),
  }
}

/** Of the JSON, the counters of a link. */
export function countersText(text: string, name: string): string {
  return quoteObjects(text, ({ ifname }) => ifname === name, {
    meant: ['ifname', 'stats64'],
    others: ['ifname'],
  })
}

const form = 'the JSON that ip -j -s link prints'
