import { cgroupFiles } from '../../kernel/cgroup-file.ts'
import type { Fact } from '../../kernel/fact.ts'
import type { Presence, SubjectFacts } from '../subject-facts.ts'

/** Every cgroup v2 directory has this file, and no other directory has. */
const presence: Presence = {
  value: { type: 'flag' },
  sources: [{ read: 'file', path: '{cgroup}/cgroup.controllers' }],
  gone: ['ENOENT', 'ENOTDIR', 'ENODEV'],
  parse: () => true,
  missing: 'there is no cgroup {cgroup}',
  means: 'Whether this cgroup is there: a directory of cgroupfs.',
  manual: 'cgroups(7)',
  facts: { exists: false },
}

/** A cgroup: `{cgroup}` is its directory. Its facts are its files, by their names. */
export const cgroup = {
  presence,
  facts: {
    exists: presence,
    ...Object.fromEntries(Object.entries(cgroupFiles).map(([name, file]) => [name, factOf(name, file)])),
  },
} satisfies SubjectFacts

function factOf(name: string, { format, means, since, controller }: (typeof cgroupFiles)[string]): Fact {
  return {
    value: format.value,
    sources: [{ read: 'file', path: `{cgroup}/${name}` }],
    parse: ([text = '']) => format.parse(text),
    means,
    manual: `cgroup-v2: ${name}`,
    ...(since !== undefined && { since }),
    ...(controller !== undefined && { controller }),
  }
}
