import { canonicalErrno } from '../../linux/errno.ts'
import type { BoundSource } from '../../protocol/message.ts'
import { directoryCauses } from './directory.ts'
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

/** From the specific to the general: the first that fits explains. */
export const causes: Readonly<Record<string, Cause>> = {
  ...claimCauses,
  ...placeCauses,
  ...processCauses,
  ...memberCauses,
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

function fits({ kinds, errnos, file, when }: Cause, refusal: Refusal): boolean {
  return (
    kinds.includes(refusal.kind) &&
    (errnos?.some(errno => errno === refusal.errno) ?? true) &&
    (file?.test(refusal.file) ?? true) &&
    (when?.(refusal) ?? true)
  )
}

/** The files to read right after a failure to explain it; failed reads of a check are explained by the sample they belong to. */
export function surroundingSources(failure: Failure): Partial<Record<SurroundingName, BoundSource>> {
  const { cgroup, parent } = refusalOf(failure, { texts: {} })
  const paths = {
    mountinfo: '/proc/self/mountinfo',
    controllers: `${cgroup}/cgroup.controllers`,
    above: `${parent}/cgroup.controllers`,
    enabled: `${cgroup}/cgroup.subtree_control`,
    members: `${cgroup}/cgroup.procs`,
    type: `${cgroup}/cgroup.type`,
  }
  return Object.fromEntries(
    surroundings[failure.kind].map(name => [name, { read: 'file', path: paths[name] }]),
  )
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
