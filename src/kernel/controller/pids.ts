import { keyed, numberOrMax } from '../format.ts'
import type { CgroupFile } from './file.ts'

/** PID_MAX_LIMIT on 64-bit machines; include/linux/threads.h. */
const mostPids = 4_194_304

const events = keyed({ counts: ['max'] })

/** Files of the pids controller. */
export const pids = {
  'pids.max': {
    format: numberOrMax(mostPids),
    writable: true,
    means:
      'How many processes and threads may be in this cgroup and below it; one more fork fails with EAGAIN.',
  },
  'pids.current': {
    format: numberOrMax(),
    means: 'How many processes and threads are in this cgroup and below it now.',
  },
  'pids.peak': {
    format: numberOrMax(),
    since: '6.1',
    means: 'The most processes and threads that ever were in this cgroup and below it.',
  },
  'pids.events': {
    format: events,
    means: 'How often a fork failed because pids.max of this cgroup or of one below it was reached.',
  },
  'pids.events.local': {
    format: events,
    since: '6.11',
    means: 'The same count for this cgroup alone.',
  },
} as const satisfies Record<string, CgroupFile>
