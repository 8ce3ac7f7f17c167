import { nameOf } from './crowd.ts'
import type { Moment } from './span.ts'

/** A namespace, as a person speaks of it. */
export interface Place {
  /** `net namespace of 412 (bash)`; empty for the machine's own. */
  readonly words: string
  /** The file below /proc that shows something of it, such as `/proc/412/mountinfo`. */
  file(name: string): string
  /** The command that shows something in it, such as `nsenter -t 412 -n ip link`. */
  command(text: string): string
}

/** The options of nsenter(1), by the kind of namespace. */
const options: Readonly<Record<string, { short: string; long: string }>> = {
  net: { short: '-n', long: '--net' },
  uts: { short: '-u', long: '--uts' },
}

export function placeOf({ inventory, holder }: Moment, kind: string, namespace: string): Place {
  if (namespace === inventory.machine[kind])
    return { words: '', file: name => `/proc/self/${name}`, command: text => text }
  const process = holder(namespace)
  if (process)
    return {
      words: `${kind} namespace of ${nameOf(process)}`,
      file: name => `/proc/${process.pid}/${name}`,
      command: text => `nsenter -t ${process.pid} ${options[kind]?.short} ${text}`,
    }
  const path = inventory.pinned[namespace] ?? namespace
  return {
    words: `${kind} namespace ${path}`,
    file: () => path,
    command: text => `nsenter ${options[kind]?.long}=${path} ${text}`,
  }
}

/** Completes a text: ` in the net namespace of 412 (bash)`. */
export const inPlace = ({ words }: Place): string => (words === '' ? '' : ` in the ${words}`)

/** Completes a text about something that is in several namespaces at once. */
export function inPlaces(places: readonly Place[]): string {
  if (places.length === 1 && places[0]) return inPlace(places[0])
  return ` ${list(places.map(({ words }) => (words === '' ? 'on the machine' : `in the ${words}`)))}`
}

/** The machine's own comes first. */
export const byWords = (one: Pick<Place, 'words'>, other: Pick<Place, 'words'>): number =>
  one.words < other.words ? -1 : Number(one.words > other.words)

/** `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
