import { cgroupFiles } from '../../kernel/cgroup-file.ts'
import { type OutsideFact, ofCgroup } from '../../kernel/outside-fact.ts'
import type { OutsideView } from '../../outside/outside.ts'
import { cgroupFiles as walked } from '../../outside/walk/cgroup-file.ts'

/** Files whose values go up and down by themselves; a cgroup is populated as long as a process is in it. */
const varying = ['cgroup.events', 'memory.current', 'memory.swap.current', 'pids.current']

/** What a walk through the machine's memory shows of a cgroup: the files that it has the text of. */
export const outside: Readonly<Record<string, OutsideFact>> = {
  ...Object.fromEntries(walked.flatMap(({ name }) => (cgroupFiles[name] ? [[name, ofFile(name)]] : []))),
  exists: ofCgroup('exists', () => true),
  'cgroup.procs': ofCgroup('cgroup.procs', membersOf, { varies: true, unordered: true, ofAll: true }),
}

function ofFile(name: string): OutsideFact {
  const nature = varying.includes(name) ? ({ varies: true } as const) : {}
  return ofCgroup(name, ({ files }) => parse(name, files[name]), nature)
}

type Cgroup = OutsideView['cgroups'][number]

const parse = (name: string, text: string | undefined) =>
  text === undefined ? undefined : cgroupFiles[name]?.format.parse(`${text}\n`)

/** Who has ended is in none, though its entry is not removed yet. A cgroup with threads also lists processes whose first thread is in another one. */
function membersOf({ path, files }: Cgroup, { cgroups, processes }: OutsideView) {
  const type = files['cgroup.type']
  // The root has no type.
  const isRootOfThreads = path === '/' && cgroups.some(({ files }) => files['cgroup.type'] === 'threaded')
  if (type?.includes('threaded') || isRootOfThreads) return undefined
  return processes
    .filter(({ cgroup, state }) => cgroup === path && state !== 'Z' && state !== 'X')
    .map(({ pid }) => pid)
}
