import type { Binding } from '../../src/evidence/binding.ts'
import type { Value } from '../../src/kernel/fact.ts'
import { numberOf, type Witness, wordsOf } from './witness.ts'

const about = (fact: string, ask: Witness['ask'], read: Witness['read'], field?: string): Witness => ({
  subject: 'cgroup',
  fact,
  ask,
  read,
  ...(field === undefined ? {} : { field }),
})

/** A process in the cgroup reads the file at the path from /proc/self/cgroup. */
const fromInside =
  (file: string) =>
  ({ cgroup }: Binding) =>
    `sh -c 'echo 0 > ${cgroup}/cgroup.procs && cat /sys/fs/cgroup$(cut -d: -f3 /proc/self/cgroup)/${file}'`

function ownersByStat(id: string) {
  return ({ cgroup }: Binding) => `cd ${cgroup} && stat -c '%F:%n:${id}' . *`
}

function owners(answer: string): Value {
  const entries = answer
    .trim()
    .split('\n')
    .map(line => line.split(':'))
  return Object.fromEntries(
    entries.flatMap(([kind, name = '', id]) => {
      if (kind === 'directory' && name !== '.') return []
      return [[name === '.' ? 'directory' : name, Number(id)]]
    }),
  )
}

/** ps(1) goes through all processes, and asks each for its group. */
const membersByPs =
  (option: string) =>
  ({ cgroup }: Binding) =>
    `ps ${option} -o pid=,cgroup= | awk '"/sys/fs/cgroup" substr($2, 4) == "${cgroup}" { print $1 }'`

export const cgroupWitnesses: readonly Witness[] = [
  about('memory.max', fromInside('memory.max'), numberOf),
  about('pids.max', fromInside('pids.max'), numberOf),
  about('cpu.max', fromInside('cpu.max'), quotaAndPeriod),
  about('hugetlb.2MB.max', fromInside('hugetlb.2MB.max'), numberOf),
  about('owner', ownersByStat('%u'), owners),
  about('owner_group', ownersByStat('%g'), owners),
  about('cgroup.procs', membersByPs('-e'), answer => wordsOf(answer).map(Number).sort(byNumber)),
  about('pids.current', membersByPs('-eL'), answer => wordsOf(answer).length),
  about('cgroup.events', membersByPs('-e'), answer => wordsOf(answer).length > 0, 'populated'),
  about('cgroup.controllers', ({ cgroup }) => `ls ${cgroup}`, controllersOfFiles),
  about(
    'cgroup.stat',
    ({ cgroup }) => `find ${cgroup} -mindepth 1 -type d | wc -l`,
    numberOf,
    'nr_descendants',
  ),
]

const byNumber = (a: number, b: number) => a - b

function quotaAndPeriod(answer: string): Value {
  const [quota = '', period = ''] = answer.trim().split(' ')
  return {
    quota: numberOf(quota) / 1000,
    period: numberOf(period) / 1000,
    share: numberOf(quota) / numberOf(period),
  }
}

/** The cgroups that have limit files. */
function controllersOfFiles(answer: string): Value {
  const files = answer.split('\n').flatMap(name => /^([a-z]+)(\.\w+)?\.(max|cpus)$/.exec(name)?.[1] ?? [])
  return [...new Set(files)].filter(name => name !== 'cgroup').sort()
}
