import type { Binding } from '../evidence/binding.ts'
import type { Value } from '../evidence/value.ts'
import type { OutsideView } from '../outside/outside.ts'
import { usualPlace } from './hierarchy.ts'

/** A fact as a walk through the machine's memory shows it, which runs nothing in the machine. */
export interface OutsideFact {
  /** Names the reading in evidence; placeholders are as in a source: `process {pid}: parent`. */
  readonly source: string
  /** A value of the fact's type; a record may lack fields. Null where there is no such object, undefined where a walk does not tell. */
  readonly value: (walk: OutsideView, bound: Binding) => Value | null | undefined
  /** It changes to and fro by itself, so that two equal walks do not prove what was between them. */
  readonly varies?: true
  /** The elements of the list have no order. */
  readonly unordered?: true
  /** It is found by looking at all processes, so one that a walk left out could be missing. */
  readonly ofAll?: true
}

type Process = OutsideView['processes'][number]
type Cgroup = OutsideView['cgroups'][number]
type Nature = Pick<OutsideFact, 'varies' | 'unordered' | 'ofAll'>

/** A fact of the process `{pid}`. */
export const ofProcess = (
  name: string,
  pick: (process: Process, bound: Binding, walk: OutsideView) => Value | undefined,
  nature: Nature = {},
): OutsideFact => ({
  source: `process {pid}: ${name}`,
  value: (walk, bound) => {
    const process = walk.processes.find(({ pid }) => pid === bound.pid)
    return process ? pick(process, bound, walk) : null
  },
  ...nature,
})

/** A fact of the cgroup `{cgroup}`. */
export const ofCgroup = (
  name: string,
  pick: (cgroup: Cgroup, walk: OutsideView) => Value | undefined,
  nature: Nature = {},
): OutsideFact => ({
  source: `cgroup {cgroup}: ${name}`,
  value: (walk, { cgroup: directory = '' }) => {
    const cgroup = walk.cgroups.find(({ path }) => path === walkedPath(directory))
    if (walk.unsupported?.cgroups !== undefined) return undefined
    return cgroup ? pick(cgroup, walk) : null
  },
  ...nature,
})

/** A walk names cgroups by their paths in the hierarchy. */
const walkedPath = (directory: string) =>
  directory.startsWith(usualPlace) ? directory.slice(usualPlace.length) || '/' : undefined

/** The clock ticks since boot at which `{pid}` was started: if two walks agree on it, the number was that of one process. */
export const startOfProcess = ofProcess('start', ({ start }) => start)
