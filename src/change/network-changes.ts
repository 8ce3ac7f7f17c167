import { ipText } from '../linux/ip-text.ts'
import type { InventoryAddress, InventoryNetwork, InventoryRoute } from '../protocol/inventory.ts'
import type { Change } from './change.ts'
import { linkChanges } from './link-changes.ts'
import { inPlace, placeOf } from './place.ts'
import { linkKey, type PlacedLink, placedLinks } from './placed-link.ts'
import type { Span } from './span.ts'

/** Links, addresses and routes. What the kernel removes together with a link is not told. */
export function networkChanges(span: Span): Change[] {
  const { before, after } = span
  const old = placedLinks(before.inventory)
  const now = placedLinks(after.inventory)
  const namespaces = Object.keys(after.inventory.networks)
  const partsIn = (namespace: string, part: Part): Change[] => {
    const [was, is] = [before, after].map(({ inventory }) =>
      textsOf(part, namespace, inventory.networks, [old, now]),
    ) as [Texts, Texts]
    const place = placeOf(after, 'net', namespace)
    const tell = (sign: '+' | '-', text: string): Change => ({
      sign,
      text: `${part.noun} ${text}${inPlace(place)}`,
      shown: place.command(part.command),
    })
    const isGone = ({ link }: { link: number }) => link !== 0 && !now.has(linkKey(namespace, link))
    return [
      ...[...is.keys()].filter(text => !was.has(text)).map(text => tell('+', text)),
      ...[...was].filter(([text, item]) => !is.has(text) && !isGone(item)).map(([text]) => tell('-', text)),
    ]
  }
  return [
    ...linkChanges(old, now, span),
    ...parts.flatMap(part => namespaces.flatMap(name => partsIn(name, part))),
  ]
}

/** A part of a network namespace that is a list of texts about links. */
interface Part {
  readonly noun: string
  readonly command: string
  texts(network: InventoryNetwork, nameOf: (link: number) => string): [string, { readonly link: number }][]
}

type Texts = ReadonlyMap<string, { readonly link: number }>

const parts: readonly Part[] = [
  {
    noun: 'address',
    command: 'ip address',
    texts: ({ addresses }, nameOf) => addresses.map(item => [addressText(item, nameOf), item]),
  },
  {
    noun: 'route',
    command: 'ip route',
    texts: ({ routes }, nameOf) => routes.map(item => [routeText(item, nameOf), item]),
  },
]

/** The texts of a part, with the present names of links: a renamed one is told once. */
function textsOf(
  part: Part,
  namespace: string,
  networks: Readonly<Record<string, InventoryNetwork>>,
  [old, now]: readonly [ReadonlyMap<string, PlacedLink>, ReadonlyMap<string, PlacedLink>],
): Texts {
  const network = networks[namespace]
  const nameOf = (index: number) => {
    const key = linkKey(namespace, index)
    return (now.get(key) ?? old.get(key))?.link.name ?? String(index)
  }
  return new Map(network ? part.texts(network, nameOf) : [])
}

const addressText = ({ address, prefix, link }: InventoryAddress, nameOf: (link: number) => string): string =>
  `${ipText(address)}/${prefix} on ${nameOf(link)}`

const routeTypes: Readonly<Record<number, string>> = { 6: 'blackhole ', 7: 'unreachable ', 8: 'prohibit ' }

function routeText(
  { type, to, prefix, via, link, metric, version }: InventoryRoute,
  nameOf: (link: number) => string,
): string {
  const whole = version === 4 ? 32 : 128
  const target = to === '' ? 'default' : `${ipText(to)}${prefix === whole ? '' : `/${prefix}`}`
  return [
    `${routeTypes[type] ?? ''}${target}`,
    ...(via === '' ? [] : [`via ${ipText(via)}`]),
    ...(link === 0 || routeTypes[type] ? [] : [`dev ${nameOf(link)}`]),
    ...(metric === 0 || version === 6 ? [] : [`metric ${metric}`]),
  ].join(' ')
}
