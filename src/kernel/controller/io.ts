import type { ValueType } from '../fact.ts'
import type { Format } from '../format.ts'
import { readMicroseconds, readOnly } from '../format.ts'
import { parseFlatKeyed, parseNestedKeyed } from '../keyed.ts'
import { amountsOfNamed } from '../limit-word.ts'
import { readSize } from '../quantity.ts'
import { parseNumber } from '../single.ts'
import type { CgroupFile } from './file.ts'

const count: ValueType = { type: 'count' }
const size: ValueType = { type: 'size' }
const duration: ValueType = { type: 'duration', unit: 'us' }

const disk = { pattern: /^\d+:\d+$/, expected: 'the MAJOR:MINOR of a disk, such as `254:0`' }
const diskOrDefault = { pattern: /^(default|\d+:\d+)$/, expected: `\`default\`, or ${disk.expected}` }

const stat = readOnly(
  byDisk({ rbytes: size, wbytes: size, rios: count, wios: count, dbytes: size, dios: count }),
  parseNestedKeyed,
)

const max: Format = {
  ...readOnly(byDisk({ rbps: size, wbps: size, riops: count, wiops: count }), parseNestedKeyed),
  write: written => perDisk(written, { rbps: readSize, wbps: readSize, riops: readCount, wiops: readCount }),
  takes:
    'a disk and its limits, such as `254:0 rbps=1MiB wiops=120`, each per second: a number from 1 up, or max',
  roleOf: amountsOfNamed,
}

const latency: Format = {
  ...readOnly(byDisk({ target: duration }), text =>
    Object.fromEntries(
      Object.entries(parseNestedKeyed(text)).map(([disk, { target = 0 }]) => [
        disk,
        { target: target / 1000 },
      ]),
    ),
  ),
  write: written => perDisk(written, { target: readMicroseconds }),
  takes: 'a disk and its target, such as `254:0 target=75ms`',
  roleOf: amountsOfNamed,
}

const weight: Format = {
  ...readOnly({ type: 'map', of: count, keys: diskOrDefault }, text => parseFlatKeyed(text, parseNumber)),
  write: written =>
    /^(((default|\d+:\d+) )?\d+|\d+:\d+ default)$/.test(written.trim()) ? written.trim() : undefined,
  takes: 'a number from 1 to 10000, with the MAJOR:MINOR of a disk before it for that disk alone',
  roleOf: amountsOfNamed,
}

/** Files of the io controller; a disk is named MAJOR:MINOR, as in /proc/partitions, and partitions have no limits of their own. */
export const io = {
  'io.stat': {
    format: stat,
    root: 'too',
    means: 'How much this cgroup and those below it read and wrote, for each disk.',
  },
  'io.max': {
    format: max,
    writable: true,
    config: 'CONFIG_BLK_DEV_THROTTLING',
    means: 'How many bytes and operations a second this cgroup may read and write, for each disk.',
  },
  'io.weight': {
    format: weight,
    writable: true,
    config: 'CONFIG_BLK_CGROUP_IOCOST',
    means: 'Its part of a busy disk, against the weights of its siblings; 100 by default.',
  },
  'io.latency': {
    format: latency,
    writable: true,
    since: '4.19',
    config: 'CONFIG_BLK_CGROUP_IOLATENCY',
    means: 'The waiting time that the kernel tries to keep for this cgroup by slowing its siblings down.',
  },
} as const satisfies Record<string, CgroupFile>

function byDisk(fields: Record<string, ValueType>): ValueType {
  return { type: 'map', of: { type: 'record', fields }, keys: disk }
}

function perDisk(
  written: string,
  keys: Record<string, (text: string) => number | undefined>,
): string | undefined {
  const [disk = '', ...pairs] = written.trim().split(/\s+/)
  const texts = pairs.map(pair => {
    const [, key = '', value = ''] = /^(\w+)=(\S+)$/.exec(pair) ?? []
    const number = value === 'max' ? value : Object.hasOwn(keys, key) ? keys[key]?.(value) : undefined
    return number === undefined || !Object.hasOwn(keys, key) ? undefined : `${key}=${number}`
  })
  const sound = /^\d+:\d+$/.test(disk) && texts.length > 0 && texts.every(text => text !== undefined)
  return sound ? [disk, ...texts].join(' ') : undefined
}

function readCount(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined
}
