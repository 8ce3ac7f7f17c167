import { Document } from 'yaml'
import { type Link, parseAddresses } from '../kernel/address.ts'
import { parseMountinfo } from '../linux/mountinfo.ts'
import { Unreadable } from '../linux/unreadable.ts'
import { fillTemplate, literal } from './template.ts'

/** A machine at one moment, as far as a lab may change it. */
export interface Scenery {
  /** Paths, and what their limit files hold, by name. */
  readonly cgroups: readonly { readonly path: string; readonly files: Readonly<Record<string, string>> }[]
  readonly processes: readonly {
    readonly pid: number
    readonly start: number
    readonly cgroup: string
    readonly namespaces: Readonly<Record<string, string>>
    /** As it sees it; only of processes in a UTS namespace of their own. */
    readonly hostname?: string
    /** What `addressCommand` prints there; only of processes in a network namespace of their own. */
    readonly links?: string
  }[]
  /** Lines of mountinfo. */
  readonly mounts: readonly string[]
  /** What `addressCommand` prints. */
  readonly links: string
  readonly hostname: string
}

export const addressCommand = ['ip', '-j', '-d', 'addr'] as const

export interface RecordedSession {
  readonly commands: readonly string[]
  readonly before: Scenery
  readonly after: Scenery
  /** Where the labs' cgroups are. */
  readonly cgroup: string
  /** What editors complete keys from, as seen from the lab's file. */
  readonly schema: string
}

/** Writes a lab of what was done by hand, with a check for everything that it changed, for the author to prune. What it did not change has none: a check that cannot fail checks nothing. */
export function proposeLab({ commands, before, after, cgroup, schema }: RecordedSession): string {
  const comment = ` yaml-language-server: $schema=${schema}

 Recorded by hand. Prune it: keep the commands that make the point and the checks that could fail without it, split what
 is left into steps of one idea each, and explain each to the learner.`
  const [linksBefore, linksAfter] = [linksOf(before.links), linksOf(after.links)]
  const gone = goneLinks(linksBefore, linksAfter)
  const checks = [
    ...cgroupChecks(before, after, cgroup),
    ...mountChecks(before, after),
    ...linkChecks(linksBefore, linksAfter),
    ...gone.map((link, index) => ({ link, exists: false, depends: `shell/${index + 2}` })),
    ...hostChecks(before, after),
  ]
  return fillTemplate(template, comment, [
    [['steps', 1, 'run'], shellText(commands, cgroup)],
    ...(gone.length > 0
      ? [
          [
            ['steps', 0, 'expect'],
            [shellCheck, ...gone.map(presentLink)],
          ] as const,
        ]
      : []),
    ...(checks.length > 0 ? [[['steps', 1, 'expect'], checks] as const] : []),
  ])
}

const template = `title: A recorded session
about: Why anyone should care, in two sentences.

steps:
  - id: shell
    text: A shell into which everything is typed.
    as: shell
    run: bash
    expect:
      - process: shell
        exists: true

  - id: by-hand
    text: What the learner reads before it.
    in: {shell: shell}
    run: |
      true
`

const shellCheck = { process: 'shell', exists: true }

/** What a later check of its absence rests on. */
const presentLink = (link: unknown) => ({ link, exists: true, given: 'It is a link of the machine.' })

/** Only the machine knows where cgroups are, so a lab writes `${cgroup}`; a shell variable of that name is spelt otherwise. */
function shellText([first = 'true', ...others]: readonly string[], cgroup: string): string {
  return [first, ...others]
    .map(line => `${literal(line.replaceAll('${cgroup}', () => '${cgroup-}'))}\n`)
    .join('')
    .replaceAll(`${cgroup}/`, () => '${cgroup}/')
}

/** A check as it stands in a lab: subject first, then facts. */
type Check = Readonly<Record<string, unknown>>

/** On one line, in braces. */
const flow = (value: Check | readonly unknown[]): unknown => new Document(value, { flow: true }).contents

function cgroupChecks(before: Scenery, after: Scenery, base: string): Check[] {
  const known = new Set(before.cgroups.map(({ path }) => path))
  return after.cgroups
    .filter(({ path }) => !known.has(path))
    .flatMap(({ path, files }) => {
      const cgroup = literal(path.slice(base.length + 1))
      const limits = Object.entries(limitFiles).flatMap(([file, { unset, value }]) => {
        const text = files[file]?.trim()
        return text === undefined || text === unset ? [] : [[file, value(text)]]
      })
      return [
        { cgroup, ...(limits.length > 0 ? Object.fromEntries(limits) : { exists: true }) },
        ...memberChecks(path, cgroup, before, after),
      ]
    })
}

/** `max` is text; so is a number that JavaScript would round, which a lab can't ask for: its reader says so. */
const numberOrText = (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : text)

/** The files in which a limit may have been set: how the kernel spells that none was, and the value that a check has. */
export const limitFiles: Readonly<Record<string, { unset: string; value: (text: string) => unknown }>> = {
  'memory.max': { unset: 'max', value: numberOrText },
  'memory.high': { unset: 'max', value: numberOrText },
  'memory.swap.max': { unset: 'max', value: numberOrText },
  'memory.oom.group': { unset: '0', value: () => true },
  'pids.max': { unset: 'max', value: numberOrText },
  'cpu.max': { unset: 'max 100000', value: quota },
  'cpu.weight': { unset: '100', value: numberOrText },
  'cgroup.freeze': { unset: '0', value: () => true },
}

function quota(text: string): unknown {
  const [quota = '', period = ''] = text.split(' ')
  return flow({ quota: quota === 'max' ? quota : `${quota}us`, period: `${period}us` })
}

/** A process alone in its group can be named by it. Its namespaces are its own where the machine's first process has others. */
function memberChecks(path: string, cgroup: string, before: Scenery, after: Scenery): Check[] {
  const [member, ...others] = after.processes.filter(process => process.cgroup === path)
  const first = before.processes.find(({ pid }) => pid === 1)
  if (!member || others.length > 0 || !first) return []
  const own = Object.entries(member.namespaces)
    .filter(([kind, link]) => link !== first.namespaces[kind])
    .map(([kind]) => [kind, 'own'])
  const { hostname, links } = member
  const isRenamed = hostname !== undefined && hostname !== before.hostname
  const facts = {
    ...(own.length > 0 ? { namespaces: flow(Object.fromEntries(own)) } : { cgroup }),
    ...(isRenamed ? { hostname: literal(hostname) } : {}),
  }
  const of = { of: flow({ cgroup }) }
  const seen = links === undefined ? [] : linkChecks(newNamespaceLinks, linksOf(links), of)
  return [{ process: flow({ cgroup }), ...facts }, ...seen]
}

/** What every new network namespace has. */
const newNamespaceLinks: readonly Link[] = [
  { name: 'lo', kind: 'loopback', state: 'DOWN', up: false, mtu: 65536, mac: '', addresses: [] },
]

/** Of several mounts on one target only the last is seen. */
function mountChecks(before: Scenery, after: Scenery): Check[] {
  const key = ({ id, target }: { id: number; target: string }) => `${id} ${target}`
  const known = new Set(parseMountinfo(before.mounts.join('\n')).map(key))
  const made = parseMountinfo(after.mounts.join('\n')).filter(mount => !known.has(key(mount)))
  const types = new Map(made.map(({ target, type }) => [target, type]))
  return [...types].map(([target, type]) => ({ mount: literal(target), type: literal(type) }))
}

/** Where ip(8) is missing, or prints nothing that can be read, there are no links to compare. */
function linksOf(text: string): Link[] {
  try {
    return text === '' ? [] : parseAddresses(text)
  } catch (error) {
    if (error instanceof Unreadable) return []
    throw error
  }
}

function linkChecks(before: readonly Link[], after: readonly Link[], of: Check = {}): Check[] {
  const known = new Map(before.map(link => [link.name, link]))
  return after.flatMap(link => {
    const facts = linkFacts(known.get(link.name), link)
    return Object.keys(facts).length > 0 ? [{ link: literal(link.name), ...of, ...facts }] : []
  })
}

function goneLinks(before: readonly Link[], after: readonly Link[]) {
  const names = new Set(after.map(({ name }) => name))
  return before.filter(({ name }) => !names.has(name)).map(({ name }) => literal(name))
}

/** What differs from the link as it was, or from one that was only just made. */
function linkFacts(before: Link | undefined, link: Link): Record<string, unknown> {
  const { kind, up, mtu, master = '', peer = '' } = link
  const was = before ?? { up: false, mtu: defaultMtu, master: '', addresses: [] }
  const addresses = addressChecks(was.addresses, link.addresses)
  return {
    ...(before ? {} : { kind }),
    ...(up === was.up ? {} : { up }),
    ...(mtu === was.mtu ? {} : { mtu }),
    ...(addresses.length > 0 ? { addresses: flow(addresses) } : {}),
    ...(master === (was.master ?? '') ? {} : { master: literal(master) }),
    ...(!before && peer !== '' ? { peer: literal(peer) } : {}),
  }
}

const defaultMtu = 1500

/** The kernel makes link-local addresses by itself, of the hardware address, which is drawn anew in each machine. */
function addressChecks(before: readonly string[], after: readonly string[]): unknown[] {
  const kept = after.filter(address => !address.startsWith('fe80:'))
  const gone = before.filter(address => !address.startsWith('fe80:') && !kept.includes(address))
  return [...kept.filter(address => !before.includes(address)), ...gone.map(address => ({ not: address }))]
}

function hostChecks(before: Scenery, after: Scenery): Check[] {
  return after.hostname === before.hostname ? [] : [{ host: { hostname: literal(after.hostname) } }]
}
