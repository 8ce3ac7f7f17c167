import { unreadable } from '../linux/unreadable.ts'
import { type JsonObject, jsonList, quoteObjects } from './json-list.ts'

/** How sure the kernel is of a neighbour's hardware address; arp(7), rtnetlink(7). */
export const neighbourStates = [
  'REACHABLE',
  'STALE',
  'DELAY',
  'PROBE',
  'INCOMPLETE',
  'FAILED',
  'PERMANENT',
  'NOARP',
  'NONE',
] as const

/** One entry of the neighbour table, as `ip -j neigh show nud all` says; ip-neighbour(8). */
export interface Neighbour {
  /** Its hardware address; empty as long as it is not known. */
  readonly mac: string
  readonly dev: string
  readonly state: string
}

export function neighbourOf(text: string, address: string): Neighbour | undefined {
  const [found] = jsonList(text, form).filter(isOf(address))
  if (!found) return undefined
  const { dev, lladdr = '', state = [] } = found
  if (typeof dev !== 'string' || typeof lladdr !== 'string' || !Array.isArray(state))
    throw unreadable(form, text)
  const [word = 'NONE'] = state
  if (typeof word !== 'string') throw unreadable(form, text)
  return { mac: lladdr, dev, state: word }
}

/** Of the JSON, the entry of an address with some of its keys; where there is none, all addresses. */
export function neighbourText(text: string, address: string, keys: readonly string[]): string {
  return quoteObjects(text, isOf(address), { meant: ['dst', ...keys], others: ['dst'] })
}

const isOf = (address: string) => (neighbour: JsonObject) => neighbour.dst === address

const form = 'the JSON that ip -j neigh prints'
