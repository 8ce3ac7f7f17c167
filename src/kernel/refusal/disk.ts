import type { BoundSource } from '../../protocol/message.ts'
import { parseWords } from '../list.ts'
import type { Cause, Refusal } from './refusal.ts'
import { fileText } from './refusal.ts'

const partitions: BoundSource = { read: 'file', path: '/proc/partitions' }
const partitionOf = (refusal: Refusal): BoundSource => ({
  read: 'file',
  path: `/sys/dev/block/${numberIn(refusal)}/partition`,
})

/** The rules of the io controller, whose files name a disk by MAJOR:MINOR. */
export const diskCauses: Readonly<Record<string, Cause>> = {
  'partition-of-disk': {
    kinds: ['write'],
    errnos: ['ENODEV'],
    file: /^io\./,
    reads: refusal => [partitions, partitionOf(refusal)],
    when: refusal => fileText(refusal, partitionOf(refusal)) !== undefined,
    text: refusal => {
      const disks = disksIn(fileText(refusal, partitions))
      const partition = disks.find(({ number }) => number === numberIn(refusal))
      const whole = disks
        .filter(({ name }) => partition && name !== partition.name && partition.name.startsWith(name))
        .at(-1)
      return {
        what: `${numberIn(refusal)}${partition ? ` (${partition.name})` : ''} is a partition, and ${refusal.file} takes whole disks`,
        remedy: whole
          ? `Write ${whole.number} (${whole.name}), the disk it is on.`
          : 'Name the whole disk: lsblk --nodeps',
      }
    },
  },
  'no-disk': {
    kinds: ['write'],
    errnos: ['ENODEV'],
    file: /^io\./,
    reads: () => [partitions],
    when: refusal => numberIn(refusal) !== undefined,
    text: refusal => ({
      what: `there is no disk ${numberIn(refusal)}${othersIn(fileText(refusal, partitions))}`,
      remedy: 'Name a whole disk by its MAJ:MIN: lsblk --nodeps',
    }),
  },
  'no-weight-of-disk': {
    kinds: ['write'],
    errnos: ['EOPNOTSUPP'],
    file: /^io\.weight$/,
    when: refusal => numberIn(refusal) !== undefined,
    text: refusal => ({
      what: `io.weight cannot be set for the disk ${numberIn(refusal)} alone, because io.cost is not enabled for it`,
      remedy: `echo '${numberIn(refusal)} enable=1' > /sys/fs/cgroup/io.cost.qos`,
    }),
  },
}

/** The MAJOR:MINOR that what was written begins with. */
const numberIn = ({ text = '' }: Refusal): string | undefined => /^\d+:\d+(?=\s)/.exec(text)?.[0]

function othersIn(text: string | undefined): string {
  const disks = disksIn(text).map(({ number, name }) => `${number} (${name})`)
  return disks.length === 0 ? '' : `; this machine has ${disks.join(', ')}`
}

/** The lines `MAJOR MINOR BLOCKS NAME` of /proc/partitions. */
function disksIn(text = ''): { number: string; name: string }[] {
  return text.split('\n').flatMap(line => {
    const [major = '', minor = '', , name] = parseWords(line)
    return name !== undefined && /^\d+$/.test(major) ? [{ number: `${major}:${minor}`, name }] : []
  })
}
