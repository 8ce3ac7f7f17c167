import type { InventoryLink } from '../protocol/inventory.ts'
import type { Change } from './change.ts'
import { byWords, inPlace, list, placeOf } from './place.ts'
import { keyOf, type PlacedLink } from './placed-link.ts'
import type { Moment, Span } from './span.ts'

type Links = ReadonlyMap<string, PlacedLink>

/** Links that are new, gone, moved to another namespace, or different. */
export function linkChanges(old: Links, now: Links, { before, after }: Span): Change[] {
  const isUnknown = ({ namespace }: PlacedLink) => !after.inventory.networks[namespace] // with its namespace, or not readable
  const arrived = [...now.values()].filter(item => !old.has(keyOf(item)) && item.link.name !== 'lo')
  const left = [...old.values()].filter(item => !now.has(keyOf(item)))
  const moves = arrived.flatMap(to => {
    const from = left.find(from => isSameDevice(from.link, to.link))
    return from ? [{ from, to }] : []
  })
  const born = arrived.filter(item => !moves.some(({ to }) => to === item))
  const gone = left.filter(item => !moves.some(({ from }) => from === item) && !isUnknown(item))
  const loopbacks = [...now.values()].filter(item => item.link.name === 'lo' && !old.has(keyOf(item)))
  return [
    ...pairs(born).map(pair => told('+', pair, after)),
    ...pairs(gone).map(pair => told('-', pair, before)),
    ...moves.map(({ from, to }) => moved(from, to, before, after)),
    ...[...now.values()].flatMap(is => {
      const was = old.get(keyOf(is))
      return was ? differences(was.link, is, after) : []
    }),
    ...loopbacks.filter(({ link }) => link.up).map(item => line(item, 'is up', after)),
  ]
}

/** A link keeps its hardware address when it moves; without one, it keeps at least its kind and its name. */
function isSameDevice(from: InventoryLink, to: InventoryLink): boolean {
  if (from.kind !== to.kind) return false
  return /[1-9a-f]/.test(from.mac) ? from.mac === to.mac : from.name === to.name && from.index === to.index
}

/** A link, or the two ends of a veth pair. */
type Ends = readonly [PlacedLink, PlacedLink?]

/** The two ends of a veth pair together, other links alone. */
function pairs(items: readonly PlacedLink[]): Ends[] {
  const rest = [...items]
  const all: Ends[] = []
  for (let item = rest.shift(); item; item = rest.shift()) {
    const one = item
    const other = rest.find(other => isPair(one.link, other.link))
    if (other) rest.splice(rest.indexOf(other), 1)
    all.push(other ? [one, other] : [one])
  }
  return all
}

const isPair = (one: InventoryLink, other: InventoryLink) =>
  one.kind === 'veth' && other.kind === 'veth' && one.peer === other.index && other.peer === one.index

function told(sign: '+' | '-', [one, other]: Ends, moment: Moment): Change {
  if (other) return pairTold(sign, [one, other], moment)
  const place = placeOf(moment, 'net', one.namespace)
  const kind = one.link.kind ? ` (${one.link.kind})` : ''
  const up = sign === '+' && one.link.up ? ', up' : ''
  const text = `link ${one.link.name}${kind}${inPlace(place)}${up}`
  return { sign, text, shown: place.command('ip link') }
}

function pairTold(sign: '+' | '-', pair: readonly [PlacedLink, PlacedLink], moment: Moment): Change {
  const ends = pair.map(({ link, namespace }) => ({
    name: link.name,
    place: placeOf(moment, 'net', namespace),
  }))
  ends.sort((one, other) => byWords(one.place, other.place) || (one.name < other.name ? -1 : 1))
  const isOnePlace = pair[0].namespace === pair[1].namespace
  const names = ends.map(({ name, place }) => (isOnePlace ? name : `${name}${inPlace(place)}`))
  const [first] = ends
  const where = isOnePlace && first ? inPlace(first.place) : ''
  return { sign, text: `veth pair ${list(names)}${where}`, shown: first?.place.command('ip link') ?? '' }
}

function moved(from: PlacedLink, to: PlacedLink, before: Moment, after: Moment): Change {
  const place = placeOf(after, 'net', to.namespace)
  const origin = placeOf(after.exists(from.namespace) ? after : before, 'net', from.namespace)
  const words = [origin, place].map(({ words }) => (words === '' ? 'the machine' : `the ${words}`))
  const renamed = from.link.name === to.link.name ? '' : ` as ${to.link.name}`
  const text = `link ${from.link.name} moved from ${words[0]} to ${words[1]}${renamed}`
  return { sign: '~', text, shown: place.command('ip link') }
}

function differences(was: InventoryLink, placed: PlacedLink, after: Moment): Change[] {
  const is = placed.link
  const masterOf = (index: number) => {
    const network = after.inventory.networks[placed.namespace]
    return index === 0 ? 'none' : (network?.links.find(link => link.index === index)?.name ?? String(index))
  }
  const texts = [
    ...(was.name === is.name ? [] : [`renamed from ${was.name}`]),
    ...(was.up === is.up ? [] : [is.up ? 'is up' : 'is down']),
    ...(was.mtu === is.mtu || is.kind === 'bridge' ? [] : [`: mtu ${was.mtu} → ${is.mtu}`]),
    ...(was.mac === is.mac || is.kind === 'bridge'
      ? []
      : [`: hardware address ${macText(was.mac)} → ${macText(is.mac)}`]),
    ...(was.master === is.master ? [] : [`: master ${masterOf(was.master)} → ${masterOf(is.master)}`]),
  ]
  return texts.map(text => line(placed, text, after))
}

const macText = (mac: string) => mac.match(/../g)?.join(':') ?? 'none'

function line({ namespace, link }: PlacedLink, text: string, after: Moment): Change {
  const place = placeOf(after, 'net', namespace)
  const words = text.startsWith(':') ? text : ` ${text}`
  return {
    sign: '~',
    text: `link ${link.name}${inPlace(place)}${words}`,
    shown: place.command('ip link'),
  }
}
