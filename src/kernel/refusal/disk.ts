import type { BoundSource } from '../../protocol/message.ts'
import { parseWords } from '../list.ts'
import type { Cause, Refusal } from './refusal.ts'
import { fileText } from './refusal.ts'

const partitions: BoundSource = { read: 'file', path: '/proc/partitions' }

/** The rules of the io controller, whose files name a disk by MAJOR:MINOR. */
export const diskCauses: Readonly<Record<string, Cause>> = {
  'no-disk': {
    kinds: ['write'],
    errnos: ['ENODEV'],
    file: /^io\./,
    reads: () => [partitions],
    when: refusal => numberIn(refusal) !== undefined,
    text: refusal => ({
      what: `there is no disk ${numberIn(refusal)}${othersIn(fileText(refusal, partitions))}`,
      remedy: 'Name a whole disk, not a partition, by its MAJ:MIN: lsblk --nodeps',
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
