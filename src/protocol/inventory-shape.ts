import type {
  Inventory,
  InventoryAddress,
  InventoryCgroup,
  InventoryFilter,
  InventoryLink,
  InventoryNetwork,
  InventoryProcess,
  InventoryRoute,
} from './inventory.ts'
import { mostCgroups } from './inventory.ts'
import { mostProcesses } from './message.ts'
import {
  atMost,
  count,
  dictionary,
  exactly,
  flag,
  holding,
  list,
  oneOf,
  optional,
  text,
  whole,
} from './shape.ts'

const hexadecimal = holding(value => typeof value === 'string' && /^([0-9a-f]{2})*$/.test(value))

const process = exactly<InventoryProcess>({
  pid: count,
  start: whole,
  parent: whole,
  name: text,
  state: text,
  words: list(text),
  uid: whole,
  root: text,
  cgroup: text,
  namespaces: dictionary(text),
  terminal: optional(oneOf('relay', 'shell')),
})

const cgroup = exactly<InventoryCgroup>({ path: text, frozen: flag, settings: dictionary(text) })

const link = exactly<InventoryLink>({
  index: count,
  name: text,
  kind: text,
  up: flag,
  mtu: whole,
  mac: hexadecimal,
  master: whole,
  peer: whole,
})

const address = exactly<InventoryAddress>({ link: count, address: hexadecimal, prefix: whole })

const route = exactly<InventoryRoute>({
  version: holding(value => value === 4 || value === 6),
  to: hexadecimal,
  prefix: whole,
  via: hexadecimal,
  link: whole,
  type: whole,
  metric: whole,
})

const filter = exactly<InventoryFilter>({
  kind: oneOf('table', 'chain', 'rule'),
  family: text,
  table: text,
  chain: text,
  handle: whole,
  policy: text,
})

const network = exactly<InventoryNetwork>({
  links: list(link),
  addresses: list(address),
  routes: list(route),
  filters: list(filter),
  parameters: dictionary(text),
})

export const inventory = exactly<Inventory>({
  base: text,
  machine: dictionary(text),
  processes: atMost(mostProcesses, list(process)),
  more: whole,
  cgroups: atMost(mostCgroups, list(cgroup)),
  mounts: dictionary(list(text)),
  networks: dictionary(network),
  parameters: dictionary(text),
  hosts: dictionary(exactly<Inventory['hosts'][string]>({ host: text, domain: text })),
  users: dictionary(exactly<Inventory['users'][string]>({ uid: text, gid: text })),
  times: dictionary(text),
  pinned: dictionary(text),
})
