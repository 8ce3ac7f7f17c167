import { controllerNames } from '../../kernel/controller/name.ts'
import { countProcesses, quoteProcesses } from '../../kernel/count.ts'
import type { Fact } from '../../kernel/fact.ts'
import { ipcFact } from '../../kernel/ipc-fact.ts'
import { parseRanges, parseWords } from '../../kernel/list.ts'
import { parseMeminfo } from '../../kernel/meminfo.ts'
import { namespacesFact } from '../../kernel/namespace-fact.ts'
import { ofProcess } from '../../kernel/outside-fact.ts'
import { lineOf } from '../../kernel/quote.ts'
import { parseLine } from '../../kernel/single.ts'
import { unreadable } from '../../linux/unreadable.ts'
import { fact, meminfo } from './fact.ts'
import { kernel } from './kernel.ts'
import { storage } from './storage.ts'

export const facts: Readonly<Record<string, Fact>> = {
  release: fact(
    { type: 'text' },
    { read: 'file', path: '/proc/sys/kernel/osrelease' },
    parseLine,
    'The version of the running kernel, which every container of the machine shares.',
    'uname(2)',
  ),
  hostname: {
    ...fact(
      { type: 'text' },
      { read: 'file', path: '/proc/sys/kernel/hostname', inside: { pid: '{pid}', namespaces: ['uts'] } },
      parseLine,
      'The name of the machine.',
      'uts_namespaces(7)',
    ),
    outside: ofProcess('hostname', ({ hostname }) => hostname),
  },
  namespaces: namespacesFact,
  ipc: ipcFact,
  processes: fact(
    { type: 'count' },
    { read: 'list', path: '/proc' },
    countProcesses,
    'How many processes there are, kernel threads included.',
    'proc(5)',
    quoteProcesses,
  ),
  controllers: fact(
    { type: 'list', of: { type: 'word', words: controllerNames } },
    { read: 'file', path: '/sys/fs/cgroup/cgroup.controllers' },
    parseWords,
    'The cgroup v2 controllers this kernel offers.',
    'cgroup-v2: cgroup.controllers',
  ),
  memory: fact(
    { type: 'size' },
    meminfo,
    text => parseMeminfo(text, 'MemTotal'),
    'All of its memory.',
    'proc_meminfo(5)',
    lineOf('MemTotal'),
  ),
  memory_available: fact(
    { type: 'size' },
    meminfo,
    text => parseMeminfo(text, 'MemAvailable'),
    'Memory that new programs could use without swapping.',
    'proc_meminfo(5)',
    lineOf('MemAvailable'),
  ),
  cpus: fact(
    { type: 'count' },
    { read: 'file', path: '/sys/devices/system/cpu/online' },
    text => parseRanges(text).length,
    'How many CPUs are switched on.',
    'sysfs(5)',
  ),
  uptime: fact(
    { type: 'duration', unit: 's' },
    { read: 'file', path: '/proc/uptime' },
    parseUptime,
    'How long the kernel has been running.',
    'proc_uptime(5)',
  ),
  ...storage,
  ...kernel,
}

function parseUptime(text: string): number {
  const [, seconds] = /^(\d+\.\d+) \d+\.\d+\n?$/.exec(text) ?? []
  if (seconds === undefined) throw unreadable('two numbers of seconds', text)
  return Math.round(Number(seconds) * 1000)
}
