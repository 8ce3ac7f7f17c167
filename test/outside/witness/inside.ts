import { parseAddresses } from '../../../src/kernel/address.ts'
import { parseIdMap } from '../../../src/kernel/id-map.ts'
import { parseNamespaceRow } from '../../../src/kernel/namespace-row.ts'
import { parseStatus, seccompModes } from '../../../src/kernel/status.ts'
import { parseOffsets } from '../../../src/kernel/time-offset.ts'
import { type Mount as MountLine, parseMountinfo } from '../../../src/linux/mountinfo.ts'
import { parseProcessStat } from '../../../src/linux/process-stat.ts'
import { cgroupFiles } from '../../../src/outside/walk/cgroup-file.ts'
import type { Link } from '../../../src/outside/walk/link.ts'
import type { Mount } from '../../../src/outside/walk/mount.ts'
import type { Namespace } from '../../../src/outside/walk/namespace.ts'
import type { Process } from '../../../src/outside/walk/process.ts'
import type { AgentClient } from '../../../src/protocol/client.ts'
import type { BoundSource, Look } from '../../../src/protocol/message.ts'

/** One fact: its name, such as `412 name`, and its value. */
export type Facts = Readonly<Record<string, unknown>>

const kinds = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts']

/** What the kernel's own files say of a process; nothing if it is gone. Of a kernel thread, /proc shows what it works on instead of its name. */
export async function processInside(agent: AgentClient, pid: number): Promise<Facts> {
  const folder = `/proc/${pid}`
  const [status, stat, oom, cgroup, hostname, ...links] = await look(agent, [
    ...['status', 'stat', 'oom_score_adj', 'cgroup'].map(name => file(`${folder}/${name}`)),
    { read: 'file', path: '/proc/sys/kernel/hostname', inside: { pid, namespaces: ['uts'] } },
    ...kinds.map(kind => ({ read: 'link', path: `${folder}/ns/${kind}` }) as const),
  ])
  if (status && 'errno' in status) return {}
  const { name, pids, parent, threads, uid, gid, groups, capabilities, noNewPrivs, seccomp } = parseStatus(
    textOf(status),
  )
  const { state, start, kernel } = parseProcessStat(textOf(stat))
  return {
    pids,
    parent,
    ...(!kernel && { name }),
    state,
    start,
    threads,
    kernel,
    uid,
    gid,
    groups,
    capabilities,
    noNewPrivs,
    seccomp: seccompModes.indexOf(seccomp as (typeof seccompModes)[number]),
    oomScoreAdj: Number(textOf(oom)),
    cgroup: textOf(cgroup).trim().replace(/^0::/, ''),
    hostname: hostname && 'text' in hostname ? hostname.text.trim() : undefined,
    ...Object.fromEntries(kinds.map((kind, i) => [`namespace ${kind}`, linkOf(links[i])])),
  }
}

/** The same facts of a process that was seen from outside. */
export function processOutside({
  namespaces,
  name,
  pid: _,
  hostname,
  surroundings: __,
  ...facts
}: Process): Facts {
  const links = kinds.map(kind => [`namespace ${kind}`, (namespaces as Record<string, string>)[kind]])
  return { ...facts, ...(!facts.kernel && { name }), hostname, ...Object.fromEntries(links) }
}

/** What the kernel's own files say of what a process sees. Of what a zombie has given up, nothing. */
export async function surroundingsInside(agent: AgentClient, pid: number): Promise<Facts> {
  const folder = `/proc/${pid}`
  const [uidMap, gidMap, setgroups, offsets, mounts, cgroup, ...links] = await look(agent, [
    ...['uid_map', 'gid_map', 'setgroups', 'timens_offsets', 'mountinfo'].map(name =>
      file(`${folder}/${name}`),
    ),
    { read: 'file', path: `${folder}/cgroup`, inside: { pid, namespaces: ['cgroup'] } },
    ...['root', 'cwd', 'ns/pid_for_children', 'ns/time_for_children'].map(
      name => ({ read: 'link', path: `${folder}/${name}` }) as const,
    ),
  ])
  if (uidMap && 'errno' in uidMap) return {}
  const [root, cwd, pidForChildren, timeForChildren] = links.map(link =>
    link && 'text' in link ? link.text.replace(/\n$/, '') : undefined,
  )
  const all = mounts && 'text' in mounts ? parseMountinfo(mounts.text) : []
  return {
    uidMap: parseIdMap(textOf(uidMap)),
    gidMap: parseIdMap(textOf(gidMap)),
    setgroups: textOf(setgroups).trim(),
    ...(root !== undefined && {
      timeOffsets: parseOffsets(textOf(offsets)),
      cgroup: textOf(cgroup).trim().replace(/^0::/, ''),
    }),
    ...{ root, cwd, pidForChildren, timeForChildren },
    ...Object.fromEntries(all.map((mount, i) => [`mount ${i}`, mountInside(mount)])),
  }
}

const superFlags = ['rw', 'ro', 'sync', 'dirsync', 'mand', 'lazytime']

const mountInside = ({ superOptions, ...mount }: MountLine) => ({
  ...mount,
  superFlags: superOptions.filter(option => superFlags.includes(option)),
})

/** The same of what was seen from outside. */
export function surroundingsOutside({ surroundings }: Process): Facts {
  if (!surroundings) throw new Error('nobody asked for its surroundings')
  const { namespaces, namespacesForChildren, mounts = [], unsupported, ...facts } = surroundings
  const { uidMap, gidMap, setgroups } = namespaces.user ?? {}
  return {
    ...facts,
    ...{ uidMap, gidMap, setgroups },
    pidForChildren: namespacesForChildren?.pid,
    timeForChildren: namespacesForChildren?.time,
    ...Object.fromEntries(mounts.map((mount, i) => [`mount ${i}`, mountOutside(mount)])),
    ...(Object.keys(unsupported).length > 0 && { unsupported }),
  }
}

const mountOutside = ({ namespace: _, unsupported, ...mount }: Mount) => ({
  ...mount,
  ...(Object.keys(unsupported).length > 0 && { unsupported }),
})

/** What the kernel says of a namespace, at the file of a process that is in it, or at another that keeps it. */
export async function namespaceInside(
  agent: AgentClient,
  kind: string,
  path: string,
  pid?: number,
): Promise<Facts> {
  const [row, creator] = await look(agent, [
    { read: 'namespace', path },
    { read: 'namespace-creator', path },
  ])
  const { members, owner, parent } = parseNamespaceRow(textOf(row))
  const own = { members, owner, parent, creator: Number(textOf(creator)) }
  return pid === undefined ? own : { ...own, ...(await contentInside(agent, kind, pid)) }
}

/** What only a process in a namespace can see of it. */
async function contentInside(agent: AgentClient, kind: string, pid: number): Promise<Facts> {
  const inside = { pid, namespaces: ['net', 'uts'] } as const
  const [forward, domain] = await look(
    agent,
    ['net/ipv4/ip_forward', 'kernel/domainname'].map(
      name => ({ read: 'file', path: `/proc/sys/${name}`, inside }) as const,
    ),
  )
  if (kind === 'uts') return { domainname: textOf(domain).trim() }
  if (kind !== 'net') return {}
  const [addresses] = await look(agent, [{ read: 'command', argv: ['ip', '-j', '-d', 'addr'], inside }])
  const links = parseAddresses(textOf(addresses)).map(link => [`link ${link.name}`, link])
  return { ipForward: Number(textOf(forward)), ...Object.fromEntries(links) }
}

/** The same of a namespace that was seen from outside, some with their content. */
export function namespaceOutside(
  { kind, identity: _, owner, parent, creator, links = [], ipForward, domainname, unsupported }: Namespace,
  members: number,
  withContent: boolean,
): Facts {
  const content = {
    ...(kind === 'net' && {
      ipForward,
      ...Object.fromEntries(links.map(link => [`link ${link.name}`, linkOutside(link)])),
    }),
    ...(kind === 'uts' && { domainname }),
  }
  return {
    ...{ members, owner, parent, creator },
    ...(withContent && content),
    ...(Object.keys(unsupported).length > 0 && { unsupported }),
  }
}

const linkOutside = ({ index: _, peerIndex: __, peerNamespace: ___, unsupported, ...link }: Link) => ({
  ...link,
  ...(Object.keys(unsupported).length > 0 && { unsupported }),
})

/** What a cgroup's own files say: of those that could be seen from outside, undefined for one that is not there. */
export async function cgroupInside(agent: AgentClient, path: string): Promise<Facts> {
  const names = cgroupFiles.map(({ name }) => name)
  const [stat, ...looks] = await look(
    agent,
    ['cpu.stat', ...names].map(name => file(`/sys/fs/cgroup${path}/${name}`)),
  )
  const usage = path === '/' ? undefined : Number(/^usage_usec (\d+)$/m.exec(textOf(stat))?.[1])
  return {
    cpuUsage: usage,
    ...Object.fromEntries(names.map((name, i) => [name, withoutReason(linkOf(looks[i]))])),
  }
}

/** Why the CPUs could not be made a partition is for people. */
const withoutReason = (text: string | undefined) => text?.replace(/^(\w+ invalid) \(.*\)$/, '$1')

const file = (path: string): BoundSource => ({ read: 'file', path })

const look = async (agent: AgentClient, sources: BoundSource[]): Promise<readonly Look[]> =>
  (await agent.call('look', { sources })).looks

function textOf(look: Look | undefined): string {
  if (look && 'text' in look) return look.text
  throw new Error(`a file could not be read: ${look?.message}`)
}

/** Undefined for what is not there; any other errno is the text. */
function linkOf(look: Look | undefined): string | undefined {
  if (look && 'text' in look) return look.text.replace(/\n$/, '')
  return look?.errno === 'ENOENT' ? undefined : look?.errno
}
