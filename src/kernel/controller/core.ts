import type { Format } from '../format.ts'
import { flag, keyed, numberOrMax, numbers, pressure, processes, readOnly, words } from '../format.ts'
import { parseLine } from '../single.ts'
import type { CgroupFile } from './file.ts'
import { controllerNames } from './name.ts'

const types = ['domain', 'domain threaded', 'domain invalid', 'threaded']

/** Only `threaded` can be written; there is no way back. */
const type: Format = {
  ...readOnly({ type: 'word', words: types }, parseLine),
  write: written => (written.trim() === 'threaded' ? 'threaded' : undefined),
  takes: 'the word threaded',
  words: ['threaded'],
}

/** INT_MAX. */
const mostInt = 2 ** 31 - 1

const controllerList = words(controllerNames)

/** An author may leave the `+` out. */
const subtreeControl: Format = {
  ...controllerList,
  write: written => {
    const names = written.trim().split(/\s+/)
    const signed = names.map(name => (/^[+-]/.test(name) ? name : `+${name}`))
    return signed.every(name => /^[+-][a-z]+$/.test(name)) ? signed.join(' ') : undefined
  },
  takes: 'controllers to enable or disable, such as +memory -pids',
}

/** Files that every cgroup has, whatever its controllers. */
export const core = {
  'cgroup.procs': {
    format: processes,
    root: 'too',
    means: 'The processes in this cgroup; writing a process number moves that process here.',
  },
  'cgroup.threads': {
    format: numbers,
    root: 'too',
    means: 'The threads in this cgroup; they can be moved one by one only in a threaded cgroup.',
    since: '4.14',
  },
  'cgroup.controllers': {
    format: controllerList,
    root: 'too',
    means: 'The controllers this cgroup may use: those that its parent has enabled for its children.',
  },
  'cgroup.subtree_control': {
    format: subtreeControl,
    writable: true,
    root: 'too',
    means:
      'The controllers that this cgroup enables for its children: they decide which limit files the children have.',
  },
  'cgroup.events': {
    format: keyed({ flags: ['populated', 'frozen'] }),
    means: 'Whether any live process is in this cgroup or below it, and whether all of them are frozen.',
  },
  'cgroup.type': {
    format: type,
    writable: true,
    since: '4.14',
    means: 'Whether whole processes live here (domain) or single threads may (threaded).',
  },
  'cgroup.freeze': {
    format: flag,
    writable: true,
    since: '5.2',
    means:
      'Asks the kernel to stop every process of this cgroup and below until 0 is written; cgroup.events tells when they are.',
  },
  'cgroup.stat': {
    format: keyed({ counts: ['nr_descendants', 'nr_dying_descendants'] }),
    since: '4.14',
    root: 'too',
    means: 'How many cgroups are below this one, and how many that were removed the kernel still keeps.',
  },
  'cgroup.max.depth': {
    format: numberOrMax(mostInt),
    writable: true,
    since: '4.14',
    root: 'too',
    means: 'How many levels of cgroups may be made below this one.',
  },
  'cgroup.max.descendants': {
    format: numberOrMax(mostInt),
    writable: true,
    since: '4.14',
    root: 'too',
    means: 'How many cgroups may be made below this one.',
  },
  'cgroup.pressure': {
    format: flag,
    writable: true,
    since: '6.1',
    config: 'CONFIG_PSI',
    root: 'too',
    means: 'Whether the kernel keeps account of how long this cgroup waits for CPU, memory and disk.',
  },
  'cpu.pressure': {
    format: pressure,
    since: '4.20',
    config: 'CONFIG_PSI',
    root: 'too',
    means: 'The part of time in which processes of this cgroup waited for a CPU.',
  },
  'memory.pressure': {
    format: pressure,
    since: '4.20',
    config: 'CONFIG_PSI',
    root: 'too',
    means: 'The part of time in which processes of this cgroup waited for memory.',
  },
  'io.pressure': {
    format: pressure,
    since: '4.20',
    config: 'CONFIG_PSI',
    root: 'too',
    means: 'The part of time in which processes of this cgroup waited for a disk.',
  },
  'irq.pressure': {
    format: pressure,
    since: '6.1',
    config: 'CONFIG_IRQ_TIME_ACCOUNTING',
    means: 'The part of time in which interrupts kept the processes of this cgroup from running.',
  },
} as const satisfies Record<string, CgroupFile>
