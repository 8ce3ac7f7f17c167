import { parseStatus, seccompModes } from '../../../src/kernel/status.ts'
import { parseProcessStat } from '../../../src/linux/process-stat.ts'
import { cgroupFiles } from '../../../src/outside/walk/cgroup-file.ts'
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
export function processOutside({ namespaces, name, pid: _, hostname, ...facts }: Process): Facts {
  const links = kinds.map(kind => [`namespace ${kind}`, (namespaces as Record<string, string>)[kind]])
  return { ...facts, ...(!facts.kernel && { name }), hostname, ...Object.fromEntries(links) }
}

/** What a cgroup's own files say: of those that could be seen from outside, undefined for one that is not there. */
export async function cgroupInside(agent: AgentClient, path: string): Promise<Facts> {
  const names = cgroupFiles.map(({ name }) => name)
  const [stat, ...looks] = await look(
    agent,
    ['cpu.stat', ...names].map(name => file(`/sys/fs/cgroup${path}/${name}`)),
  )
  const usage = path === '/' ? undefined : Number(/^usage_usec (\d+)$/m.exec(textOf(stat))?.[1])
  return { cpuUsage: usage, ...Object.fromEntries(names.map((name, i) => [name, linkOf(looks[i])])) }
}

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
