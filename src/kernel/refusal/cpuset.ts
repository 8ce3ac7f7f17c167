import { Unreadable } from '../../linux/unreadable.ts'
import type { BoundSource } from '../../protocol/message.ts'
import { parseRanges } from '../list.ts'
import type { Cause, Refusal } from './refusal.ts'
import { fileText } from './refusal.ts'

const cpus: BoundSource = { read: 'file', path: '/sys/devices/system/cpu/online' }
const nodes: BoundSource = { read: 'file', path: '/sys/devices/system/node/online' }

/** The rules of the cpuset controller. */
export const cpusetCauses: Readonly<Record<string, Cause>> = {
  'no-cpu': {
    kinds: ['write'],
    errnos: ['EINVAL', 'ERANGE'],
    file: /^cpuset\.cpus(\.exclusive)?$/,
    reads: () => [cpus],
    when: refusal => missingFrom(cpus, refusal).length > 0,
    text: refusal => lacking('CPU', cpus, refusal),
  },
  'no-memory-node': {
    kinds: ['write'],
    errnos: ['EINVAL', 'ERANGE'],
    file: /^cpuset\.mems$/,
    reads: () => [nodes],
    when: refusal => missingFrom(nodes, refusal).length > 0,
    text: refusal => lacking('memory node', nodes, refusal),
  },
  'cpu-taken': {
    kinds: ['write'],
    errnos: ['EINVAL'],
    file: /^cpuset\.cpus\.exclusive$/,
    when: ({ text }) => rangesIn(text).length > 0,
    text: ({ text, cgroup, parent }) => ({
      what: `${cgroup} cannot have the CPUs ${text?.trim()} exclusively, because another cgroup in ${parent} already has one of them in its cpuset.cpus.exclusive, or has no other CPU in its cpuset.cpus`,
      remedy: `grep . ${parent}/*/cpuset.cpus.exclusive ${parent}/*/cpuset.cpus`,
    }),
  },
}

/** The numbers that were written and that the machine does not have; none where that is unknown. */
function missingFrom(source: BoundSource, refusal: Refusal): number[] {
  const there = fileText(refusal, source)
  if (there === undefined) return []
  const known = new Set(rangesIn(there))
  return rangesIn(refusal.text).filter(number => !known.has(number))
}

function lacking(what: string, source: BoundSource, refusal: Refusal) {
  const missing = missingFrom(source, refusal)
  const [first] = missing
  const there = fileText(refusal, source)?.trim()
  return {
    what: `there is no ${what} ${first}: ${refusal.text?.trim()} was written to ${refusal.file}, and this machine has ${what} ${there}`,
    remedy: `Use only numbers in ${'path' in source ? source.path : ''}.`,
  }
}

/** Text that is no list of numbers is explained elsewhere. */
function rangesIn(text = ''): number[] {
  try {
    return parseRanges(text)
  } catch (error) {
    if (error instanceof Unreadable) return []
    throw error
  }
}
