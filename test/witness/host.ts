import { ipcsInside, readIpcCounts } from './ipc.ts'
import { numberOf, type Witness } from './witness.ts'

const about = (fact: string, line: string, read: Witness['read']): Witness => ({
  subject: 'host',
  fact,
  ask: () => line,
  read,
})

export const hostWitnesses: readonly Witness[] = [
  about('release', 'uname -r', answer => answer.trim()),
  about('hostname', 'uname -n', answer => answer.trim()),
  about('memory', "free -b | awk '/^Mem:/ { print $2 }'", numberOf),
  about('cpus', 'getconf _NPROCESSORS_ONLN', numberOf),
  { subject: 'host', fact: 'ipc', ask: ipcsInside, read: readIpcCounts },
]
