import type { Fact, ValueType } from '../../kernel/fact.ts'
import { parseNumbers } from '../../kernel/list.ts'
import { pathBelow, unifiedPath } from '../../kernel/membership.ts'
import { parseNamespaceLink } from '../../kernel/namespace.ts'
import { namespacesFact } from '../../kernel/namespace-fact.ts'
import { partsFact } from '../../kernel/parts-fact.ts'
import { lineOf, lineThat, wholeTexts } from '../../kernel/quote.ts'
import { withOutside } from '../../kernel/with-outside.ts'
import type { Presence } from '../presence.ts'
import { fromStatus, procFile } from './fact.ts'
import { outside } from './outside.ts'
import { program } from './program.ts'
import { rights } from './rights.ts'
import { schedule } from './schedule.ts'
import { signals } from './signals.ts'
import { view } from './view.ts'

const count: ValueType = { type: 'count' }
const processNumber: ValueType = { type: 'count', of: 'process' }

export const presence: Presence = {
  value: { type: 'flag' },
  sources: [procFile('status')],
  outside: outside.exists,
  gone: ['ENOENT', 'ESRCH'],
  parse: () => true,
  quote: lineOf('State'),
  missing: 'there is no process {pid}',
  means: 'Whether the kernel still has it in its table; a zombie is still there.',
  manual: 'proc_pid(5)',
  facts: { exists: false, alive: false },
}

/** Where a process is: its numbers, its namespaces, its cgroup. */
const place = {
  pid: {
    ...fromStatus(
      'NSpid',
      { type: 'record', fields: { inside: count, outside: count } },
      ({ pids }) => ({ inside: pids.at(-1) ?? 0, outside: pids[0] ?? 0 }),
      'Its number in its own PID namespace and on the machine: one process, two numbers.',
    ),
    manual: 'pid_namespaces(7)',
  },
  parent: fromStatus(
    'PPid',
    processNumber,
    ({ parent }) => parent,
    'The process that started it, or that took it over when that one ended, as the machine sees it.',
  ),
  children: {
    value: { type: 'list', of: processNumber },
    sources: [procFile('task/{pid}/children')],
    parse: ([text = '']) => parseNumbers(text),
    quote: wholeTexts,
    means: 'The processes that it started or took over: also one that has ended, until it waits for it.',
    manual: 'proc_tid_children(5)',
  },
  namespaces: namespacesFact,
  namespaces_for_children: partsFact(
    Object.fromEntries(
      (['pid', 'time'] as const).map(name => [
        name,
        {
          value: { type: 'namespace' },
          source: { read: 'link', path: `/proc/{pid}/ns/${name}_for_children` },
          parse: text => parseNamespaceLink(text, name),
        },
      ]),
    ),
    {
      explainedBy: [{ read: 'list', path: '/proc/{pid}/ns' }],
      means:
        'Where its children will be: unshare(2) moves only later children into a new PID or time namespace.',
      manual: 'pid_namespaces(7)',
    },
  ),
  cgroup: {
    value: { type: 'text' },
    sources: [procFile('cgroup')],
    parse: ([text = ''], { cgroup }) => pathBelow(unifiedPath(text), cgroup),
    quote: lineThat(line => line.startsWith('0::')),
    means: 'The cgroup it is in.',
    manual: 'cgroups(7)',
  },
  cgroup_inside: {
    value: { type: 'text' },
    sources: [{ read: 'file', path: '/proc/{pid}/cgroup', inside: { pid: '{pid}', namespaces: ['cgroup'] } }],
    parse: ([text = '']) => unifiedPath(text),
    quote: lineThat(line => line.startsWith('0::')),
    means:
      'The path of the cgroup it is in, as it sees it itself: the cgroup in which it made its cgroup namespace is `/`.',
    manual: 'cgroup_namespaces(7)',
  },
} satisfies Record<string, Fact>

const all = {
  exists: presence,
  alive: fromStatus(
    'State',
    { type: 'flag' },
    ({ state }) => state !== 'zombie' && state !== 'dead',
    'Whether it has not ended; a zombie has ended, and only its exit code waits to be collected.',
  ),
  ...place,
  signals,
  ...program,
  ...schedule,
  ...rights,
  ...view,
} satisfies Record<string, Fact>

export const facts: Readonly<Record<string, Fact>> = withOutside(all, outside)
