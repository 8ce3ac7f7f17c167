import type { ValueType } from '../fact.ts'
import { type Format, readOnly } from '../format.ts'
import { parseFlatKeyed } from '../keyed.ts'
import { amountsOfNamed } from '../limit-word.ts'
import { parseNumberOrMax } from '../single.ts'
import type { CgroupFile } from './file.ts'

const byResource: ValueType = { type: 'map', of: { type: 'count' } }
const parse = (text: string) => parseFlatKeyed(text, parseNumberOrMax)

const counts = readOnly(byResource, parse)

const max: Format = {
  ...counts,
  write: written => (/^\w+ (\d+|max)$/.test(written.trim()) ? written.trim() : undefined),
  takes: 'a resource and its limit, such as `sev 5`: a whole number, or max',
  roleOf: amountsOfNamed,
}

/** Files of the misc controller: resources that are counted one by one, such as the keys of encrypted virtual machines. */
export const misc = {
  'misc.max': {
    format: max,
    writable: true,
    since: '5.13',
    means: 'How much of each resource this cgroup and those below it may have.',
  },
  'misc.current': {
    format: counts,
    since: '5.13',
    root: 'too',
    means: 'How much of each resource this cgroup and those below it have now.',
  },
  'misc.peak': {
    format: counts,
    since: '6.11',
    root: 'too',
    means: 'The most of each resource that this cgroup and those below it ever had.',
  },
  'misc.capacity': {
    format: counts,
    since: '5.13',
    root: 'only',
    means: 'How much of each resource the machine has; a file of the root cgroup alone.',
  },
  'misc.events': {
    format: counts,
    since: '5.17',
    means: 'How often the limit of each resource was met, here or below.',
  },
  'misc.events.local': {
    format: counts,
    since: '6.11',
    means: 'The same counts for this cgroup alone.',
  },
} as const satisfies Record<string, CgroupFile>
