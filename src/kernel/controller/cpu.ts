import { unreadable } from '../../linux/unreadable.ts'
import type { Value, ValueType } from '../fact.ts'
import type { Format } from '../format.ts'
import { flag, keyed, microseconds, number, readOnly } from '../format.ts'
import { amounts } from '../limit-word.ts'
import { readShare } from '../quantity.ts'
import type { CgroupFile } from './file.ts'

const duration: ValueType = { type: 'duration', unit: 'us' }
const throttling = ['throttled_usec', 'burst_usec']

const bandwidth: Format = {
  value: {
    type: 'record',
    fields: { quota: duration, period: duration, share: { type: 'share' } },
    bare: 'share',
  },
  parse: parseBandwidth,
  write: writeBandwidth,
  takes:
    'a share of one CPU such as 20% or 150%, QUOTA PERIOD such as `20ms 100ms` or `20000 100000`, or max',
  roleOf: amounts,
}

/** A utilization clamp: a percentage with two decimals, or `max` for 100. */
const clamp: Format = {
  ...readOnly({ type: 'share' }, text => {
    if (text.trim() === 'max') return 1
    if (!/^\d+\.\d\d\n?$/.test(text)) throw unreadable('a percentage such as 12.50, or max', text)
    return Number(text) / 100
  }),
  write: written => {
    const share = readShare(written)
    if (written.trim() === 'max') return 'max'
    return share === undefined || share > 1 ? undefined : (share * 100).toFixed(2)
  },
  takes: 'a percentage from 0% to 100%, or max',
  roleOf: amounts,
}

/** Files of the cpu controller; cpu.stat is there without it, with its first lines. */
export const cpu = {
  'cpu.max': {
    format: bandwidth,
    writable: true,
    config: 'CONFIG_CFS_BANDWIDTH',
    means:
      'In each period, the processes of this cgroup may run for quota altogether; then they wait for the next one.',
  },
  'cpu.max.burst': {
    format: { ...microseconds, takes: `${microseconds.takes}, and no more than the quota in cpu.max` },
    writable: true,
    since: '5.14',
    config: 'CONFIG_CFS_BANDWIDTH',
    means: 'How much unused quota may be saved up for a busier period.',
  },
  'cpu.weight': {
    format: number(1, 10_000),
    writable: true,
    means:
      'Its part of the CPU, against the weights of its siblings, when all of them want it; 100 by default.',
  },
  'cpu.weight.nice': {
    format: number(-20, 19),
    writable: true,
    means: 'The same weight, said as a nice value.',
  },
  'cpu.idle': {
    format: flag,
    writable: true,
    since: '5.15',
    means: 'Whether this cgroup gets CPU time only when no other wants it.',
  },
  'cpu.stat': {
    format: keyed({
      durations: [
        'usage_usec',
        'user_usec',
        'system_usec',
        'nice_usec',
        'core_sched.force_idle_usec',
        ...throttling,
      ],
      counts: ['nr_periods', 'nr_throttled', 'nr_bursts'],
    }),
    root: 'too',
    means:
      'CPU time used by this cgroup and those below it since they were made, and how often the quota ran out.',
  },
  'cpu.stat.local': {
    format: keyed({ durations: ['throttled_usec'] }),
    root: 'too',
    means:
      'How long the processes of this very cgroup were held back because a quota, here or above, ran out.',
  },
  'cpu.uclamp.min': {
    format: clamp,
    writable: true,
    since: '5.4',
    config: 'CONFIG_UCLAMP_TASK_GROUP',
    means: 'The least CPU performance that the processes of this cgroup are scheduled for.',
  },
  'cpu.uclamp.max': {
    format: clamp,
    writable: true,
    since: '5.4',
    config: 'CONFIG_UCLAMP_TASK_GROUP',
    means: 'The most CPU performance that the processes of this cgroup are scheduled for.',
  },
} as const satisfies Record<string, CgroupFile>

/** `QUOTA PERIOD` in microseconds; the share is quota by period, 1 for one whole CPU. */
function parseBandwidth(text: string): Value {
  const [, quota, period] = /^(max|\d+) (\d+)\n?$/.exec(text) ?? []
  if (quota === undefined || period === undefined)
    throw unreadable('QUOTA PERIOD in microseconds, such as max 100000', text)
  const share = quota === 'max' ? Number.POSITIVE_INFINITY : Number(quota) / Number(period)
  return {
    quota: quota === 'max' ? Number.POSITIVE_INFINITY : Number(quota) / 1000,
    period: Number(period) / 1000,
    share,
  }
}

/** The kernel takes no quota and no period below a millisecond: a small share needs the longest period, a second. */
function writeBandwidth(written: string): string | undefined {
  const text = written.trim()
  const share = readShare(text)
  if (share !== undefined) return [100_000, 1_000_000].map(period => quotaOf(share, period)).find(Boolean)
  const [quota = '', period, ...rest] = text.split(/\s+/)
  const parts = [
    quota === 'max' ? quota : microseconds.write(quota),
    ...(period === undefined ? [] : [microseconds.write(period)]),
  ]
  return rest.length === 0 && parts.every(part => part !== undefined) ? parts.join(' ') : undefined
}

function quotaOf(share: number, period: number): string | undefined {
  const quota = Math.round(share * period)
  return quota >= 1000 ? `${quota} ${period}` : undefined
}
