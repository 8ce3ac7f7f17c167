import { canonicalErrno } from '../../linux/errno.ts'
import type { BoundSource } from '../../protocol/message.ts'
import { sourceName } from '../source.ts'
import { absentCauses } from './absent.ts'
import { cpuCauses } from './cpu.ts'
import { cpusetCauses } from './cpuset.ts'
import { directoryCauses } from './directory.ts'
import { diskCauses } from './disk.ts'
import type { Failure, FailureKind } from './failure.ts'
import { limitCauses } from './limit.ts'
import { memberCauses } from './member.ts'
import { claimCauses, placeCauses } from './place.ts'
import { processCauses } from './process.ts'
import {
  type Cause,
  type Explanation,
  type Refusal,
  refusalOf,
  type SurroundingName,
  type Surroundings,
} from './refusal.ts'
import { typeCauses } from './type.ts'

/** From the specific to the general: the first that fits explains. */
export const causes: Readonly<Record<string, Cause>> = {
  ...claimCauses,
  ...placeCauses,
  ...processCauses,
  ...memberCauses,
  ...typeCauses,
  ...absentCauses,
  ...cpuCauses,
  ...cpusetCauses,
  ...diskCauses,
  ...limitCauses,
  ...directoryCauses,
}

/** Names the actual cause of a refusal; undefined if the errno suffices. */
export function explain(failure: Failure, around: Surroundings): Explanation | undefined {
  const refusal = refusalOf(canonical(failure), around)
  const found = Object.entries(causes).find(([, cause]) => fits(cause, refusal))
  if (!found) return undefined
  const [code, { due, text }] = found
  return { code, ...(due && { due }), ...text(refusal) }
}

function canonical(failure: Failure): Failure {
  return failure.errno === undefined ? failure : { ...failure, errno: canonicalErrno(failure.errno) }
}

const fits = (cause: Cause, refusal: Refusal) => mayFit(cause, refusal) && (cause.when?.(refusal) ?? true)

/** By what is known without reading anything. */
function mayFit({ kinds, errnos, file }: Cause, refusal: Refusal): boolean {
  return (
    kinds.includes(refusal.kind) &&
    (errnos?.some(errno => errno === refusal.errno) ?? true) &&
    (file?.test(refusal.file) ?? true)
  )
}

/** What to read right after a failure to explain it; failed reads of a check are explained by the sample they belong to. */
export function surroundingSources(failure: Failure): {
  readonly texts: Partial<Record<SurroundingName, BoundSource>>
  readonly files: Readonly<Record<string, BoundSource>>
} {
  const refusal = refusalOf(canonical(failure), { texts: {} })
  const sources = Object.values(causes)
    .filter(cause => mayFit(cause, refusal))
    .flatMap(({ reads }) => reads?.(refusal) ?? [])
  return {
    texts: namedSources(refusal),
    files: Object.fromEntries(sources.map(source => [sourceName(source), source])),
  }
}

function namedSources({ kind, cgroup, parent }: Refusal): Partial<Record<SurroundingName, BoundSource>> {
  const paths = {
    mountinfo: '/proc/self/mountinfo',
    controllers: `${cgroup}/cgroup.controllers`,
    above: `${parent}/cgroup.controllers`,
    enabled: `${cgroup}/cgroup.subtree_control`,
    members: `${cgroup}/cgroup.procs`,
    type: `${cgroup}/cgroup.type`,
  }
  return Object.fromEntries(surroundings[kind].map(name => [name, { read: 'file', path: paths[name] }]))
}

const inCgroup = ['mountinfo', 'controllers', 'above', 'enabled', 'members', 'type'] as const

const surroundings = {
  write: inCgroup,
  enter: inCgroup,
  mkdir: ['mountinfo'],
  rmdir: ['mountinfo'],
  read: [],
  fork: [],
  exec: [],
  claim: [],
} satisfies Record<FailureKind, readonly (typeof inCgroup)[number][]>
