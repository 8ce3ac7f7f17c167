import { parseAddresses } from '../address.ts'
import { capabilityNames } from '../capability.ts'
import type { Fact, Source, ValueType } from '../fact.ts'
import { type IdRange, idInside, parseIdMap } from '../id-map.ts'
import { pathBelow, unifiedPath } from '../membership.ts'
import { parseMountinfo } from '../mountinfo.ts'
import { namespacesFact } from '../namespace-fact.ts'
import { parseNamespaceLink } from '../namespace-link.ts'
import { countProcesses } from '../process-list.ts'
import { parseResourceLimits, resourceLimitsType } from '../resource-limit.ts'
import { parseLine, parseNumber } from '../single.ts'
import { parseStatus, type Status, seccompModes, states } from '../status.ts'
import type { Presence, SubjectFacts } from '../subject-facts.ts'
import { countEntries } from '../sysvipc.ts'
import { parseOffsets } from '../time-offset.ts'
import { addressSource } from './link.ts'

const count: ValueType = { type: 'count' }
const text: ValueType = { type: 'text' }
const list: ValueType = { type: 'list', of: text }
const insideAndOutside: ValueType = { type: 'record', fields: { inside: count, outside: count } }
const ids: ValueType = {
  type: 'record',
  fields: { real: count, effective: count, saved: count, filesystem: count },
  bare: 'effective',
}
const idMap: ValueType = {
  type: 'list',
  of: { type: 'record', fields: { inside: count, outside: count, count } },
}

const status = file('status')

const presence: Presence = {
  value: { type: 'flag' },
  sources: [status],
  gone: ['ENOENT', 'ESRCH'],
  parse: () => true,
  missing: 'there is no process {pid}',
  means: 'Whether the kernel still has it in its table; a zombie is still there.',
  manual: 'proc_pid(5)',
  facts: { exists: false, alive: false },
}

/** The process `{pid}`, a number of the machine's first PID namespace. */
export const process = {
  presence,
  facts: {
    exists: presence,
    alive: fromStatus(
      { type: 'flag' },
      ({ state }) => state !== 'zombie' && state !== 'dead',
      'Whether it has not ended; a zombie has ended, and only its exit code waits to be collected.',
    ),
    pid: {
      ...fromStatus(
        insideAndOutside,
        ({ pids }) => ({ inside: pids.at(-1) ?? 0, outside: pids[0] ?? 0 }),
        'Its number in its own PID namespace and on the machine: one process, two numbers.',
      ),
      manual: 'pid_namespaces(7)',
    },
    parent: fromStatus(
      count,
      ({ parent }) => parent,
      'The number of the process that started it, as the machine sees it.',
    ),
    name: fromStatus(text, ({ name }) => name, 'The name of its program, cut to 15 characters.'),
    command: {
      value: text,
      sources: [file('cmdline')],
      parse: ([text = '']) => text.replace(/\0+$/, '').replaceAll('\0', ' '),
      means: 'The command line it was started with; empty for a zombie and a kernel thread.',
      manual: 'proc_pid_cmdline(5)',
    },
    executable: link(
      'exe',
      'The program file it runs, as seen from its own root directory.',
      'proc_pid_exe(5)',
    ),
    environment: {
      value: { type: 'map', of: text },
      sources: [file('environ')],
      parse: ([text = '']) => Object.fromEntries(text.split('\0').filter(Boolean).map(splitVariable)),
      means: 'The environment variables it was started with.',
      manual: 'proc_pid_environ(5)',
    },
    state: fromStatus(
      { type: 'word', words: states },
      ({ state }) => state,
      'What it is doing; a process that its cgroup has frozen still says sleeping.',
    ),
    threads: fromStatus(count, ({ threads }) => threads, 'How many threads it has.'),
    memory: fromStatus(
      { type: 'size' },
      ({ resident = 0 }) => resident,
      'How much of its memory is really in memory; what it shares with others counts for each of them.',
    ),
    namespaces: namespacesFact,
    namespaces_for_children: {
      value: { type: 'record', fields: { pid: { type: 'namespace' }, time: { type: 'namespace' } } },
      sources: [
        { read: 'link', path: '/proc/{pid}/ns/pid_for_children' },
        { read: 'link', path: '/proc/{pid}/ns/time_for_children' },
      ],
      parse: ([pid = '', time = '']) => ({
        pid: parseNamespaceLink(pid, 'pid'),
        time: parseNamespaceLink(time, 'time'),
      }),
      means:
        'Where its children will be: who unshares a PID or time namespace does not enter it, the next child does.',
      manual: 'pid_namespaces(7)',
    },
    cgroup: {
      value: text,
      sources: [file('cgroup')],
      parse: ([text = ''], { cgroup }) => pathBelow(unifiedPath(text), cgroup),
      means: 'The cgroup it is in.',
      manual: 'cgroups(7)',
    },
    user: {
      value: insideAndOutside,
      sources: [status, file('uid_map')],
      parse: ([status = '', map = '']) => seenFromBoth(parseStatus(status).uid.effective, parseIdMap(map)),
      means:
        'Who it is inside its user namespace, and who that is on the machine: 0 inside may be anybody outside.',
      manual: 'user_namespaces(7)',
    },
    group: {
      value: insideAndOutside,
      sources: [status, file('gid_map')],
      parse: ([status = '', map = '']) => seenFromBoth(parseStatus(status).gid.effective, parseIdMap(map)),
      means: 'Its group inside its user namespace, and which group that is on the machine.',
      manual: 'user_namespaces(7)',
    },
    uid: fromStatus(ids, ({ uid }) => ({ ...uid }), 'Its four user ids, as the machine outside sees them.'),
    gid: fromStatus(ids, ({ gid }) => ({ ...gid }), 'Its four group ids, as the machine outside sees them.'),
    uid_map: idMapFact('uid_map', 'Which user numbers inside its user namespace are which outside.'),
    gid_map: idMapFact('gid_map', 'Which group numbers inside its user namespace are which outside.'),
    capabilities: {
      ...fromStatus(
        list,
        ({ effective }) => capabilityNames(effective),
        'What it may do of the things only root may; in a user namespace, only to what belongs to that namespace.',
      ),
      manual: 'capabilities(7)',
    },
    bounding_capabilities: {
      ...fromStatus(
        list,
        ({ bounding }) => capabilityNames(bounding),
        'The capabilities it could ever gain again, by running a program of root or otherwise.',
      ),
      manual: 'capabilities(7)',
    },
    no_new_privs: {
      ...fromStatus(
        { type: 'flag' },
        ({ noNewPrivs }) => noNewPrivs,
        'Whether running another program can no longer give it more rights.',
      ),
      manual: 'PR_SET_NO_NEW_PRIVS(2const)',
    },
    seccomp: {
      ...fromStatus(
        { type: 'word', words: seccompModes },
        ({ seccomp }) => seccomp,
        'Whether its system calls are filtered.',
      ),
      manual: 'seccomp(2)',
    },
    limits: {
      value: resourceLimitsType,
      sources: [file('limits')],
      parse: ([text = '']) => parseResourceLimits(text),
      means: 'Its resource limits, which are of a process and older than cgroups.',
      manual: 'getrlimit(2)',
    },
    root: link('root', 'Its root directory, seen from its own mount namespace.', 'proc_pid_root(5)'),
    cwd: link('cwd', 'The directory it is in.', 'proc_pid_cwd(5)'),
    hostname: {
      value: text,
      sources: [
        { read: 'file', path: '/proc/sys/kernel/hostname', inside: { pid: '{pid}', namespaces: ['uts'] } },
      ],
      parse: ([text = '']) => parseLine(text),
      means: 'The host name that it sees.',
      manual: 'uts_namespaces(7)',
    },
    mounts: {
      value: list,
      sources: [file('mountinfo')],
      parse: ([text = '']) => parseMountinfo(text).map(({ target }) => target),
      means: 'The paths on which something is mounted, as it sees them.',
      manual: 'proc_pid_mountinfo(5)',
    },
    links: {
      value: list,
      sources: [addressSource],
      parse: ([text = '']) => parseAddresses(text).map(({ name }) => name),
      means: 'The network links that it sees.',
      manual: 'network_namespaces(7)',
    },
    processes: {
      value: count,
      sources: [{ read: 'list', path: '/proc/{pid}/root/proc' }],
      parse: ([text = '']) => countProcesses(text),
      means:
        'How many processes ps, run by it, would see: those of the PID namespace whose /proc is mounted there.',
      manual: 'pid_namespaces(7)',
    },
    ipc: {
      value: { type: 'record', fields: { shared_memory: count, semaphores: count, queues: count } },
      sources: ['shm', 'sem', 'msg'].map(name => ({
        read: 'file',
        path: `/proc/sysvipc/${name}`,
        inside: { pid: '{pid}', namespaces: ['ipc'] },
      })),
      parse: ([shared_memory = '', semaphores = '', queues = '']) => ({
        shared_memory: countEntries(shared_memory),
        semaphores: countEntries(semaphores),
        queues: countEntries(queues),
      }),
      means: 'How many System V shared memory segments, semaphore sets and message queues it sees.',
      manual: 'ipc_namespaces(7)',
    },
    time_offsets: {
      value: {
        type: 'record',
        fields: { monotonic: { type: 'duration', unit: 's' }, boottime: { type: 'duration', unit: 's' } },
      },
      sources: [file('timens_offsets')],
      parse: ([text = '']) => parseOffsets(text),
      means: 'How far the monotonic and the boot-time clock of its time namespace are ahead of the machine.',
      manual: 'time_namespaces(7)',
      since: '5.6',
    },
    oom_score_adj: {
      value: count,
      sources: [file('oom_score_adj')],
      parse: ([text = '']) => parseNumber(text),
      means: 'How willingly the OOM killer takes it, from -1000 (never) to 1000 (first).',
      manual: 'proc_pid_oom_score_adj(5)',
    },
  },
} satisfies SubjectFacts

function file(name: string): Source {
  return { read: 'file', path: `/proc/{pid}/${name}` }
}

function fromStatus(
  value: ValueType,
  pick: (status: Status) => ReturnType<Fact['parse']>,
  means: string,
): Fact {
  return {
    value,
    sources: [status],
    parse: ([text = '']) => pick(parseStatus(text)),
    means,
    manual: 'proc_pid_status(5)',
  }
}

function link(name: string, means: string, manual: string): Fact {
  return {
    value: text,
    sources: [{ read: 'link', path: `/proc/{pid}/${name}` }],
    parse: ([text = '']) => parseLine(text),
    means,
    manual,
  }
}

function idMapFact(name: string, means: string): Fact {
  return {
    value: idMap,
    sources: [file(name)],
    parse: ([text = '']) => parseIdMap(text),
    means,
    manual: 'user_namespaces(7)',
  }
}

/** The kernel tells ids as the reader's user namespace has them; the map says what they are called inside. */
function seenFromBoth(outside: number, map: readonly IdRange[]) {
  return { inside: idInside(map, outside), outside }
}

function splitVariable(variable: string): [string, string] {
  const at = variable.indexOf('=')
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)]
}
