import { readdirSync, readlinkSync } from 'node:fs'
import type { BoundSource, Calls, Look } from '../protocol/message.ts'
import { type Agent, isKernels } from './agent.ts'
import { toCallError } from './call-error.ts'
import { type Item, lookAside, type Place, type Seen } from './look-aside.ts'
import { linkIfThere } from './process-table.ts'
import { readKernelFile } from './read-file.ts'
import { run } from './run-command.ts'

/** Reads many sources as close to simultaneously as possible. A source that is requested twice is read once. */
export async function look(
  agent: Agent,
  { sources }: Calls['look']['ask'],
): Promise<Calls['look']['answer']> {
  const at = performance.now()
  const seen = new Map<string, Promise<Look>>()
  const aside = asideOf(agent)
  const looks = sources.map(source => {
    const name = JSON.stringify(source)
    const known = seen.get(name) ?? lookAt(agent, source, aside.add)
    seen.set(name, known)
    return known
  })
  aside.go()
  return { at, looks: await Promise.all(looks) }
}

type Aside = (place: Place, item: Item) => Promise<Seen>

async function lookAt(agent: Agent, source: BoundSource, aside: Aside): Promise<Look> {
  try {
    return { text: await textOf(agent, source, aside) }
  } catch (error) {
    const { errno = 'EIO', message } = toCallError(error)
    return { errno, message }
  }
}

async function textOf(agent: Agent, source: BoundSource, aside: Aside): Promise<string> {
  const { host } = agent.starter
  const target = 'inside' in source ? targetOf(source.inside, host) : undefined
  if (source.read === 'command')
    return run(agent.starter, { argv: source.argv, ...(target && { inside: target }) })
  const { read } = source
  // The agent has a /proc of its own; to the runner, `self` means the machine.
  const path = source.path.replace(/^\/proc\/self\//, `/proc/${host}/`)
  if (target) {
    const place = { target: target.pid, namespaces: target.namespaces, self: target.pid }
    return unwrapped(await aside(place, { read, path }))
  }
  const [, pid, below = '/'] = /^\/proc\/(\d+)\/root(\/.*)$/.exec(path) ?? []
  if (pid !== undefined)
    return unwrapped(await aside(placeOf(Number(pid), below, host), { read, path: below }))
  const mounts = ofOtherCgroups(path)
  if (mounts) return unwrapped(await aside(mounts, { read, path }))
  if (isDirect(read) && isReadAtOnce(path, read)) return readers[read](path)
  return unwrapped(await aside(placeOf(host, path, host), { read, path }))
}

/** The point of view for a source. The host's namespaces are the agent's own, except for mounts. */
function targetOf(inside: Extract<BoundSource, { read: 'file' }>['inside'], host: number) {
  if (!inside || inside.pid === 'self' || Number(inside.pid) === host) return undefined
  return { pid: Number(inside.pid), namespaces: inside.namespaces }
}

/** How a process sees a path. The host's kernel file systems are the agent's own; other paths of the host are in the labs' mount namespace. */
function placeOf(pid: number, path: string, host: number): Place {
  if (pid !== host) return { target: pid, namespaces: everyNamespace, self: pid }
  const own = isKernels(path)
  return { target: own ? undefined : host, namespaces: own ? [] : ['mount'], self: host }
}

/** In mountinfo, roots of cgroup file systems are relative to the reader's cgroup namespace. */
function ofOtherCgroups(path: string): Place | undefined {
  const [, number] = /^\/proc\/(\d+)\/mountinfo$/.exec(path) ?? []
  if (number === undefined) return undefined
  const [own, its] = ['self', number].map(who => linkIfThere(`/proc/${who}/ns/cgroup`))
  const pid = Number(number)
  return its === undefined || its === own ? undefined : { target: pid, namespaces: ['cgroup'], self: pid }
}

/** All namespaces that affect the contents of files, except the user namespace: user IDs stay the machine's. */
const everyNamespace = ['mount', 'cgroup', 'ipc', 'uts', 'net', 'time']

/** Kernel files that can be read directly. Excluded are files that access a process's memory, which may be on a hung file system, and paths that lead out of /proc. */
function isReadAtOnce(path: string, read: 'file' | 'list' | 'link'): boolean {
  const followed = read === 'link' ? path.replace(/\/[^/]*$/, '/') : path
  return (
    isKernels(path) &&
    !/\/(root|cwd|exe|fd|map_files|\.\.)(\/.|$)/.test(followed) &&
    !/^\/proc\/\d+\/(task\/\d+\/)?(cmdline|environ|auxv|mem|maps|smaps|smaps_rollup|numa_maps|pagemap)$/.test(
      path,
    )
  )
}

const readers = {
  file: readKernelFile,
  link: path => `${readlinkSync(path)}\n`,
  list: path =>
    readdirSync(path)
      .sort()
      .map(name => `${name}\n`)
      .join(''),
} satisfies Record<string, (path: string) => string>

const isDirect = (read: Item['read']): read is keyof typeof readers => Object.hasOwn(readers, read)

function unwrapped(seen: Seen): string {
  if (seen instanceof Error) throw seen
  return seen.text
}

/** Groups sources by point of view, so that one child reads all of a group. */
function asideOf({ starter }: Agent): { readonly add: Aside; go(): void } {
  const places = new Map<string, { place: Place; items: Item[]; tell: ((seen: Promise<Seen>) => void)[] }>()
  return {
    add: (place, item) =>
      new Promise(resolve => {
        const name = JSON.stringify(place)
        const asked = places.get(name) ?? { place, items: [], tell: [] }
        places.set(name, asked)
        asked.items.push(item)
        asked.tell.push(resolve)
      }),
    go() {
      for (const { place, items, tell } of places.values()) {
        const all = lookAside(starter, place, items)
        for (const [index, resolve] of tell.entries()) resolve(all.then(seen => seen[index] as Seen))
      }
    },
  }
}
