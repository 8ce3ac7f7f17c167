import type { Binding } from '../../src/evidence/binding.ts'
import type { Value } from '../../src/kernel/fact.ts'
import { numberOf, type Witness } from './witness.ts'

/** findmnt(8) about one mount of a process. */
const ask = ({ pid, path }: Binding) =>
  `findmnt --task ${pid} --mountpoint '${path}' --nofsroot --json --output ${columns.join(',')}`

const columns = ['FSTYPE', 'SOURCE', 'FSROOT', 'VFS-OPTIONS', 'FS-OPTIONS', 'PROPAGATION']

const about = (fact: string, column: string, read: (told: string) => Value): Witness => ({
  subject: 'mount',
  fact,
  ask,
  read: answer => read(JSON.parse(answer).filesystems[0][column]),
})

const same = (told: string) => told
const list = (told: string) => told.split(',').sort()

export const mountWitnesses: readonly Witness[] = [
  about('type', 'fstype', same),
  about('source', 'source', same),
  about('root', 'fsroot', same),
  about('options', 'vfs-options', list),
  about('super_options', 'fs-options', list),
  ...(['size', 'used'] as const).map(used),
  about('propagation', 'propagation', told => propagations[told] ?? told),
]

/** statvfs(3) of the path as the process has it. */
function used(fact: 'size' | 'used'): Witness {
  const blocks = fact === 'size' ? 'f.f_blocks' : '(f.f_blocks - f.f_bfree)'
  return {
    subject: 'mount',
    fact,
    ask: ({ pid, path }) =>
      `python3 -c 'import os, sys; f = os.statvfs(sys.argv[1]); print(f.f_frsize * ${blocks})' '/proc/${pid}/root${path}'`,
    read: numberOf,
  }
}

/** findmnt reports a mount without peers as private, even if it is also a slave or unbindable. */
const propagations: Readonly<Record<string, string>> = {
  'private,slave': 'slave',
  'shared,slave': 'shared and slave',
  'private,unbindable': 'unbindable',
}
