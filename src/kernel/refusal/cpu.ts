import { parseWords } from '../list.ts'
import type { Cause, Refusal } from './refusal.ts'
import { fileIn, fileText } from './refusal.ts'
import { duration } from './words.ts'

/** The rules of the cpu controller; cpu.max and cpu.max.burst are numbers of microseconds. */
export const cpuCauses: Readonly<Record<string, Cause>> = {
  'burst-over-quota': {
    kinds: ['write'],
    errnos: ['EINVAL'],
    file: /^cpu\.max\.burst$/,
    reads: refusal => [fileIn(refusal.cgroup, 'cpu.max')],
    when: refusal => Number(refusal.text) > quotaIn(textOf(refusal, 'cpu.max')),
    text: refusal => {
      const quota = duration(quotaIn(textOf(refusal, 'cpu.max')))
      return {
        what: `cpu.max.burst can be at most the quota in cpu.max: ${duration(Number(refusal.text))} was written, and the quota is ${quota}`,
        remedy: `Write at most ${quota} to cpu.max.burst, or raise the quota in cpu.max first.`,
      }
    },
  },
  'quota-below-burst': {
    kinds: ['write'],
    errnos: ['EINVAL'],
    file: /^cpu\.max$/,
    reads: refusal => [fileIn(refusal.cgroup, 'cpu.max.burst')],
    when: refusal => quotaIn(refusal.text) < Number(textOf(refusal, 'cpu.max.burst')),
    text: refusal => {
      const burst = duration(Number(textOf(refusal, 'cpu.max.burst')))
      return {
        what: `the quota in cpu.max must be at least cpu.max.burst: ${duration(quotaIn(refusal.text))} was written, and the burst is ${burst}`,
        remedy: `Write cpu.max before cpu.max.burst, and a quota of at least ${burst}.`,
      }
    },
  },
  'bandwidth-out-of-range': {
    kinds: ['write'],
    errnos: ['EINVAL'],
    file: /^cpu\.max$/,
    when: ({ text }) => bandwidthRule(text) !== undefined,
    text: ({ text }) => ({
      what: bandwidthRule(text) ?? '',
      remedy: 'For a small share, write a longer period: 1% is `1ms 100ms`, 0.1% is `1ms 1s`.',
    }),
  },
  'idle-has-no-weight': {
    kinds: ['write'],
    errnos: ['EINVAL'],
    file: /^cpu\.weight(\.nice)?$/,
    reads: refusal => [fileIn(refusal.cgroup, 'cpu.idle')],
    when: refusal => textOf(refusal, 'cpu.idle')?.trim() === '1',
    text: ({ cgroup, file, text = '' }) => ({
      what: `${cgroup} is idle (cpu.idle is 1), and an idle cgroup has no weight: ${text} was written to ${file}`,
      remedy: `echo 0 > ${cgroup}/cpu.idle`,
    }),
  },
}

const textOf = (refusal: Refusal, name: string) => fileText(refusal, fileIn(refusal.cgroup, name))

/** The quota in a text such as `20000 100000`; NaN where there is none, to which every comparison is false. */
const quotaIn = (text = '') => Number(parseWords(text)[0])

/** Bounds in kernel/sched/core.c, in microseconds: both at least 1 ms, a period at most 1 s, a quota within 44 bits. */
const [least, longestPeriod, mostQuota] = [1000, 1_000_000, 2 ** 44 - 1]

function bandwidthRule(text = ''): string | undefined {
  const [quota = 'max', period] = parseWords(text)
  if (Number(period) < least || Number(period) > longestPeriod)
    return `the period in cpu.max must be from 1ms to 1s: ${duration(Number(period))} was written`
  if (Number(quota) < least)
    return `the quota in cpu.max must be at least 1ms: ${duration(Number(quota))} was written`
  if (Number(quota) > mostQuota)
    return `the quota in cpu.max must be at most ${mostQuota}us: ${quota}us was written`
  return undefined
}
