import type { ProcessStat } from '../../linux/process-stat.ts'
import type {
  Inventory,
  InventoryCgroup,
  InventoryFilter,
  InventoryNetwork,
  InventoryProcess,
} from '../../protocol/inventory.ts'

/** What is known without the child that reads. */
export interface Known {
  readonly base: string
  /** The number of processes that were left out. */
  readonly more: number
  readonly rows: ReadonlyMap<number, ProcessStat>
  /** PIDs of processes that relay a terminal. */
  readonly relays: ReadonlySet<number>
}

/** The records that the child printed, as an inventory; undefined if the last one is missing. */
export function inventoryOf(text: string, known: Known): Inventory | undefined {
  const draft = newDraft(known)
  for (const line of text.split('\n')) {
    const [kind = '', ...fields] = line.split('\t').map(decoded)
    if (kind === 'end') return draft
    if (isRecord(kind)) records[kind](draft, fields, known)
  }
  return undefined
}

/** Names are bytes; those that are not UTF-8 are replaced. */
function decoded(field: string): string {
  if (!field.includes('%')) return field
  const bytes = field.replace(/%(..)/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

const newDraft = ({ base, more }: Known) => ({
  base,
  machine: {} as Record<string, string>,
  processes: [] as InventoryProcess[],
  more,
  cgroups: [] as InventoryCgroup[],
  mounts: {} as Record<string, string[]>,
  networks: {} as Record<string, Editable<InventoryNetwork>>,
  parameters: {} as Record<string, string>,
  hosts: {} as Record<string, Inventory['hosts'][string]>,
  users: {} as Record<string, Inventory['users'][string]>,
  times: {} as Record<string, string>,
  pinned: {} as Record<string, string>,
})

type Draft = ReturnType<typeof newDraft>
type Editable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] }

/** How each kind of record is added. */
const records = {
  machine(draft, pairs) {
    draft.machine = pairsOf(pairs)
  },
  process(draft, [pid, uid, root = '', cgroup = '', words = '', ...namespaces], { rows, relays }) {
    const row = rows.get(Number(pid))
    if (!row) return
    const terminal = relays.has(row.pid) ? 'relay' : relays.has(row.parent) ? 'shell' : undefined
    draft.processes.push({
      pid: row.pid,
      start: row.start,
      parent: row.parent,
      name: row.name,
      state: row.state,
      words: words.split('\0').filter((word, index, all) => word !== '' || index < all.length - 1),
      uid: Number(uid),
      root,
      cgroup: `/sys/fs/cgroup${cgroup === '/' ? '' : cgroup}`,
      namespaces: pairsOf(namespaces),
      ...(terminal && { terminal }),
    })
  },
  cgroup(draft, [path = '', frozen, ...settings]) {
    draft.cgroups.push({ path, frozen: frozen === '1', settings: pairsOf(settings.map(withoutNewline)) })
  },
  more(draft, [count]) {
    draft.more += Number(count)
  },
  mount(draft, [namespace = '', ...lines]) {
    draft.mounts[namespace] = lines
  },
  pinned(draft, [namespace = '', path = '']) {
    draft.pinned[namespace] = path
  },
  user(draft, [namespace = '', uid = '', gid = '']) {
    if (namespace !== draft.machine.user) draft.users[namespace] = { uid, gid }
  },
  time(draft, [namespace = '', offsets = '']) {
    if (namespace !== draft.machine.time) draft.times[namespace] = offsets
  },
  host(draft, [namespace = '', host = '', domain = '']) {
    draft.hosts[namespace] = { host, domain }
  },
  network(draft, [namespace = '']) {
    draft.networks[namespace] = { links: [], addresses: [], routes: [], filters: [], parameters: {} }
  },
  link(draft, [namespace = '', index, name = '', kind = '', up, mtu, mac = '', master, peer]) {
    draft.networks[namespace]?.links.push({
      index: Number(index),
      name,
      kind,
      up: up === '1',
      mtu: Number(mtu),
      mac,
      master: Number(master),
      peer: Number(peer),
    })
  },
  address(draft, [namespace = '', link, address = '', prefix]) {
    draft.networks[namespace]?.addresses.push({ link: Number(link), address, prefix: Number(prefix) })
  },
  route(draft, [namespace = '', version, to = '', prefix, via = '', link, type, metric]) {
    draft.networks[namespace]?.routes.push({
      version: Number(version),
      to,
      prefix: Number(prefix),
      via,
      link: Number(link),
      type: Number(type),
      metric: Number(metric),
    })
  },
  filter(draft, [namespace = '', kind, family = '', table = '', chain = '', handle, policy = '']) {
    draft.networks[namespace]?.filters.push({
      kind: kind as InventoryFilter['kind'],
      family,
      table,
      chain,
      handle: Number(handle),
      policy,
    })
  },
  parameter(draft, [namespace = '', ...values]) {
    const network = draft.networks[namespace]
    if (network) network.parameters = pairsOf(values.map(withoutNewline))
  },
  parameters(draft, values) {
    draft.parameters = pairsOf(values.map(withoutNewline))
  },
} satisfies Record<string, (draft: Draft, fields: string[], known: Known) => void>

const isRecord = (kind: string): kind is keyof typeof records => Object.hasOwn(records, kind)

const withoutNewline = (text: string) => text.replace(/\n$/, '')

function pairsOf(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: Math.floor(texts.length / 2) }, (_, index) => [
      texts[2 * index] ?? '',
      texts[2 * index + 1] ?? '',
    ]),
  )
}
