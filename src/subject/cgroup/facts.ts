import { cgroupFiles } from '../../kernel/cgroup-file.ts'
import type { Fact } from '../../kernel/fact.ts'
import type { Presence } from '../presence.ts'

/** Every cgroup v2 directory has this file, and no other directory has. */
export const controllers = '{cgroup}/cgroup.controllers'

export const presence: Presence = {
  value: { type: 'flag' },
  sources: [{ read: 'file', path: controllers }],
  gone: ['ENOENT', 'ENOTDIR', 'ENODEV'],
  parse: () => true,
  missing: 'there is no cgroup {cgroup}',
  means: 'Whether this cgroup is there: a directory of cgroupfs.',
  manual: 'cgroups(7)',
  facts: { exists: false },
}

/** memory.max and the like are kept in pages, rounded down; 4 KiB is the page of every machine a lab runs on today. */
const page = 4096

/** The facts of a cgroup are its files, by their names. */
export const facts: Readonly<Record<string, Fact>> = {
  exists: presence,
  ...Object.fromEntries(Object.entries(cgroupFiles).map(([name, file]) => [name, factOf(name, file)])),
}

function factOf(name: string, { format, means, since, controller }: (typeof cgroupFiles)[string]): Fact {
  return {
    value: format.value,
    sources: [{ read: 'file', path: `{cgroup}/${name}` }],
    parse: ([text = '']) => format.parse(text),
    means,
    manual: `cgroup-v2: ${name}`,
    ...(since !== undefined && { since }),
    ...(controller !== undefined && { controller }),
    ...(controller === 'memory' && { page }),
  }
}
