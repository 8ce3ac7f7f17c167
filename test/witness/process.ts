import type { Binding } from '../../src/evidence/binding.ts'
import type { Value } from '../../src/kernel/fact.ts'
import { ipcsInside, readIpcCounts } from './ipc.ts'
import { numberOf, rowsOf, type Witness, wordsOf } from './witness.ts'

/** ps(1) about one process. */
const ps =
  (columns: string) =>
  ({ pid }: Binding) =>
    `ps -ww -o ${columns
      .split(',')
      .map(column => `${column}=`)
      .join(',')} -p ${pid}`

/** A program run where the process is. */
const inside =
  (namespaces: string, command: string) =>
  ({ pid }: Binding) =>
    `nsenter --target ${pid} ${namespaces} ${command}`

const about = (fact: string, ask: Witness['ask'], read: Witness['read']): Witness => ({
  subject: 'process',
  fact,
  ask,
  read,
})

const textOf = (answer: string) => answer.trim()

export const processWitnesses: readonly Witness[] = [
  about(
    'namespaces',
    ({ pid }) => `lsns --noheadings --output TYPE,NS --task ${pid}`,
    answer => Object.fromEntries(rowsOf(answer).map(([type = '', number]) => [type, `${type}:[${number}]`])),
  ),
  about('pid', numbersByPs, answer => {
    const [outside, within] = wordsInOrder(answer).map(Number)
    return { outside: outside ?? -1, inside: within ?? -1 }
  }),
  about('parent', ps('ppid'), numberOf),
  about(
    'children',
    ({ pid }) => `ps --ppid ${pid} -o pid=`,
    answer => wordsInOrder(answer).map(Number),
  ),
  about(
    'signals',
    who => `${ps('pending,blocked,ignored,caught')(who)} | python3 -c '${signalNames}'`,
    answer => JSON.parse(answer),
  ),
  about(
    'open_files',
    ({ pid }) => `python3 -c '${descriptors}' ${pid}`,
    answer => JSON.parse(answer),
  ),
  about('nice', ps('ni'), numberOf),
  about(
    'scheduling_policy',
    ({ pid }) => `chrt --pid ${pid} | grep policy`,
    answer => answer.trim().replace(/.*: /, ''),
  ),
  {
    ...about(
      'cpus_allowed',
      ({ pid }) => `python3 -c 'import os, sys; print(*os.sched_getaffinity(int(sys.argv[1])))' ${pid}`,
      answer => wordsInOrder(answer).map(Number),
    ),
    alike: 'the machine may have a single CPU',
  },
  about('groups', ps('supgid'), answer =>
    answer.split(',').flatMap(id => (id.trim() === '-' ? [] : [Number(id)])),
  ),
  about('setgroups', ({ pid }) => `python3 -c '${groupsSet}' ${pid}`, textOf),
  about('permitted_capabilities', decoded('CapPrm'), capabilities),
  about('inheritable_capabilities', decoded('CapInh'), capabilities),
  about('ambient_capabilities', decoded('CapAmb'), capabilities),
  about('cgroup', ps('cgroup'), answer => answer.trim().replace(/^0::\//, '')),
  about('name', ps('comm'), textOf),
  about('command', ps('args'), textOf),
  about('executable', ps('exe'), textOf),
  about('threads', ps('nlwp'), numberOf),
  about('memory', ps('rss'), answer => Number(answer) * 1024),
  about('state', ps('stat'), answer => states[answer.trim().charAt(0)] ?? answer),
  about('uid', ps('ruid,euid,suid,fuid'), ids),
  about('gid', ps('rgid,egid,sgid,fgid'), ids),
  {
    subject: 'process',
    fact: 'user',
    field: 'inside',
    ask: who =>
      `number=$(${numbersByPs(who)} | tail -n 1); ${inside('--all', 'ps -o euid= -p $number')(who)}`,
    read: numberOf,
  },
  about(
    'cwd',
    ({ pid }) => `pwdx ${pid}`,
    answer => answer.trim().replace(/^\d+: /, ''),
  ),
  about(
    'environment',
    ({ pid }) => `xargs -0 -n 1 printf '%s\\n' < /proc/${pid}/environ`,
    answer =>
      Object.fromEntries(
        answer
          .split('\n')
          .filter(Boolean)
          .map(line => line.split(/=(.*)/s).slice(0, 2)),
      ),
  ),
  about(
    'oom_score_adj',
    ({ pid }) => `choom --pid ${pid} | grep adjust`,
    answer => Number(answer.replace(/.*: /, '')),
  ),
  about(
    'limits',
    ({ pid }) => `prlimit --pid ${pid} --raw --noheadings --output RESOURCE,SOFT,HARD`,
    answer => Object.fromEntries(rowsOf(answer).map(limit)),
  ),
  about('capabilities', decoded('CapEff'), capabilities),
  about('bounding_capabilities', decoded('CapBnd'), capabilities),
  about('hostname', inside('--uts', 'uname -n'), textOf),
  about(
    'cgroup_inside',
    ({ pid }) => `nsenter --target ${pid} --cgroup ps -o cgroup= -p ${pid}`,
    // ps shows the root as a dash.
    answer => answer.trim().replace(/^-$/, '/').replace(/^0::/, ''),
  ),
  about(
    'mounts',
    ({ pid }) => `findmnt --task ${pid} --list --json --output TARGET`,
    answer => JSON.parse(answer).filesystems.map(({ target }: { target: string }) => target),
  ),
  about(
    'links',
    inside('--net', `python3 -c 'import socket; print(*[n for _, n in socket.if_nameindex()])'`),
    wordsOf,
  ),
  about(
    'processes',
    inside('--pid --mount', 'ps -e -o comm='),
    answer => rowsOf(answer).filter(([name = '']) => !['sh', 'nsenter', 'ps'].includes(name)).length,
  ),
  about('ipc', ipcsInside, readIpcCounts),
  about(
    'time_offsets',
    ({ pid }) => `python3 -c '${clocks}' ${pid}`,
    answer => {
      const [monotonic = -1, boottime = -1] = wordsInOrder(answer).map(seconds => Number(seconds) * 1000)
      return { monotonic, boottime }
    },
  ),
]

const wordsInOrder = (answer: string) => answer.split(/\s+/).filter(Boolean)

/** Its outer PID, then the PID under which ps lists the same command line inside. */
function numbersByPs({ pid }: Binding): string {
  const same = `awk -v args="$args" '{ number = $1; sub(/^ *[0-9]+ /, ""); if ($0 == args) print number }'`
  return `args=$(ps -ww -o args= -p ${pid}); echo ${pid}; nsenter --target ${pid} --pid --mount ps -ww -e -o pid=,args= | ${same}`
}

const states: Readonly<Record<string, string>> = { S: 'sleeping', T: 'stopped', R: 'running' }

function ids(answer: string): Value {
  const [real = -1, effective = -1, saved = -1, filesystem = -1] = wordsInOrder(answer).map(Number)
  return { real, effective, saved, filesystem }
}

/** prlimit(1) counts as the kernel does; our times are milliseconds. */
function limit([name = '', soft = '', hard = '']: string[]): [string, Value] {
  const factor = { CPU: 1000, RTTIME: 0.001 }[name] ?? 1
  return [name.toLowerCase(), { soft: numberOf(soft) * factor, hard: numberOf(hard) * factor }]
}

function decoded(mask: string) {
  return ({ pid }: Binding) => `capsh --decode=$(awk '/^${mask}:/ { print $2 }' /proc/${pid}/status)`
}

function capabilities(answer: string): Value {
  const [, names = ''] = answer.trim().split('=')
  return names.toUpperCase().split(',').filter(Boolean)
}

/** Its clocks right after entering its time namespace, minus the clocks before. */
const clocks = `
import os, sys, time
clocks = (time.CLOCK_MONOTONIC, time.CLOCK_BOOTTIME)
read = lambda: [time.clock_gettime(clock) for clock in clocks]
namespace = os.open("/proc/" + sys.argv[1] + "/ns/time", os.O_RDONLY)
before = read()
os.setns(namespace)
print(*[round(after - start) for after, start in zip(read(), before)])
`

/** The masks that ps prints, as names. */
const signalNames = `
import json, signal, sys
name = lambda number: signal.Signals(number).name if number < 32 else "SIG%d" % number
names = lambda mask: [name(bit + 1) for bit in range(64) if mask >> bit & 1]
masks = [names(int(word, 16)) for word in sys.stdin.read().split()]
print(json.dumps(dict(zip(("pending", "blocked", "ignored", "caught"), masks))))
`

const descriptors = `
import json, os, sys
folder = "/proc/" + sys.argv[1] + "/fd/"
print(json.dumps({name: os.readlink(folder + name) for name in os.listdir(folder)}))
`

/** Whether root of its user namespace can change its own groups. */
const groupsSet = `
import os, sys
namespace = os.open("/proc/" + sys.argv[1] + "/ns/user", os.O_RDONLY)
try: os.setns(namespace)
except OSError: pass # it is in that namespace already
try: os.setgroups([0]); print("allow")
except PermissionError: print("deny")
`
