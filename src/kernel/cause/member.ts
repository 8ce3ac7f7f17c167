import type { Cause } from '../explanation.ts'
import { parseWords } from '../list.ts'
import { listed, pidsListed } from './words.ts'

/** The rules of who may be in a cgroup, and what it hands down. */
export const memberCauses: Readonly<Record<string, Cause>> = {
  'controller-not-available': {
    syscall: ['write'],
    errno: ['ENOENT'],
    file: /^cgroup\.subtree_control$/,
    text: ({ text = '', cgroup, parent, around }) => ({
      what: `${cgroup} cannot hand down what it does not have: ${text.trim()} was written, and its cgroup.controllers says ${listed(around.controllers)}`,
      remedy: `echo ${text.trim()} > ${parent}/cgroup.subtree_control`,
    }),
  },
  'controller-unknown': {
    syscall: ['write'],
    errno: ['EINVAL'],
    file: /^cgroup\.subtree_control$/,
    text: ({ text = '', around }) => ({
      what: `${JSON.stringify(text.trim())} names no controller to enable or disable`,
      remedy: `Write + or - and the name of a controller; here are ${listed(around.controllers)}.`,
    }),
  },
  'children-use-controller': {
    syscall: ['write'],
    errno: ['EBUSY'],
    file: /^cgroup\.subtree_control$/,
    when: ({ text = '' }) => /(^|\s)-/.test(text),
    text: ({ cgroup, text = '' }) => ({
      what: `${text.trim()} was refused, because a group below ${cgroup} still hands that controller down`,
      remedy: 'Disable it from the bottom up.',
    }),
  },
  'internal-processes': {
    syscall: ['write'],
    errno: ['EBUSY'],
    file: /^cgroup\.subtree_control$/,
    text: ({ cgroup, around }) => ({
      what: `${cgroup} has processes of its own (${pidsListed(around.members)}), and a group with processes cannot hand controllers to its children: the no-internal-processes rule`,
      remedy: `mkdir ${cgroup}/leaf\nMove each of them: echo PID > ${cgroup}/leaf/cgroup.procs`,
    }),
  },
  'threaded-domain': {
    syscall: ['write'],
    errno: ['EOPNOTSUPP'],
    file: /^cgroup\.subtree_control$/,
    text: ({ cgroup, around: { type = '' } }) => ({
      what: `${cgroup} is a threaded group (${type.trim()}), and only controllers that work on threads can be enabled in one: cpu, cpuset, pids, perf_event`,
      remedy: 'Make the group outside the threaded part of the tree.',
    }),
  },
  'group-hands-controllers-down': {
    syscall: ['write'],
    errno: ['EBUSY'],
    file: /^cgroup\.procs$/,
    text: ({ cgroup, around }) => ({
      what: `${cgroup} hands controllers to its children (${listed(around.enabled)}), so it can hold no processes itself: the no-internal-processes rule`,
      remedy: `Put the process into a group below it, or disable them: echo "${disabling(around.enabled)}" > ${cgroup}/cgroup.subtree_control`,
    }),
  },
  'group-invalid': {
    syscall: ['write', 'read'],
    errno: ['EOPNOTSUPP'],
    file: /^cgroup\.procs$/,
    text: ({ cgroup, around: { type = 'threaded' } }) => ({
      what: `${cgroup} takes no whole processes: its cgroup.type is ${type.trim()}`,
      remedy: /invalid/.test(type)
        ? `echo threaded > ${cgroup}/cgroup.type`
        : `Its threads are in ${cgroup}/cgroup.threads.`,
    }),
  },
  'no-process': {
    syscall: ['write'],
    errno: ['ESRCH'],
    file: /^cgroup\.(procs|threads)$/,
    text: ({ text = '' }) => ({
      what: `there is no process ${text.trim()}`,
      remedy: 'It may have ended already, or the number is one of another PID namespace.',
    }),
  },
  'process-immovable': {
    syscall: ['write'],
    errno: ['EINVAL'],
    file: /^cgroup\.(procs|threads)$/,
    text: ({ text = '' }) => ({
      what: `${JSON.stringify(text.trim())} cannot be moved: it is no process number, or that of a kernel thread`,
      remedy: 'Write the number of an ordinary process, or 0 for the process that writes.',
    }),
  },
  'kill-threaded': {
    syscall: ['write'],
    errno: ['EOPNOTSUPP'],
    file: /^cgroup\.kill$/,
    text: ({ cgroup }) => ({
      what: `${cgroup} is threaded, and only whole processes can be killed`,
      remedy: 'Write 1 to cgroup.kill of the threaded domain above it.',
    }),
  },
}

function disabling(controllers: string | undefined): string {
  return parseWords(controllers ?? '')
    .map(name => `-${name}`)
    .join(' ')
}
