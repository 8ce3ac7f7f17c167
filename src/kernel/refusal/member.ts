import { parseWords } from '../list.ts'
import type { Cause } from './refusal.ts'
import { listed, pidsListed, quoted } from './words.ts'

/** The rules for who may be in a cgroup, and which controllers it enables for its children. */
export const memberCauses: Readonly<Record<string, Cause>> = {
  'controller-not-available': {
    kinds: ['write'],
    errnos: ['ENOENT'],
    file: /^cgroup\.subtree_control$/,
    text: ({ text = '', cgroup, parent, texts }) => ({
      what: `${cgroup} cannot enable controllers that it does not have: ${text.trim()} was written, and its cgroup.controllers lists ${listed(texts.controllers)}`,
      remedy: `echo ${text.trim()} > ${parent}/cgroup.subtree_control`,
    }),
  },
  'controller-unknown': {
    kinds: ['write'],
    errnos: ['EINVAL'],
    file: /^cgroup\.subtree_control$/,
    text: ({ text, texts }) => ({
      what: `${quoted(text)} names no controller to enable or disable`,
      remedy: `Write + or - and the name of a controller; this cgroup has ${listed(texts.controllers)}.`,
    }),
  },
  'children-use-controller': {
    kinds: ['write'],
    errnos: ['EBUSY'],
    file: /^cgroup\.subtree_control$/,
    when: ({ text = '' }) => /(^|\s)-/.test(text),
    text: ({ cgroup, text = '' }) => ({
      what: `${text.trim()} was refused, because a cgroup below ${cgroup} still enables that controller for its children`,
      remedy: 'Disable it from the bottom up.',
    }),
  },
  'internal-processes': {
    kinds: ['write'],
    errnos: ['EBUSY'],
    file: /^cgroup\.subtree_control$/,
    text: ({ cgroup, texts }) => ({
      what: `${cgroup} has processes of its own (${pidsListed(texts.members)}), and a cgroup with processes cannot enable controllers for its children: the no-internal-processes rule`,
      remedy: `mkdir ${cgroup}/leaf\nMove each of them: echo PID > ${cgroup}/leaf/cgroup.procs`,
    }),
  },
  'threaded-domain': {
    kinds: ['write'],
    errnos: ['EOPNOTSUPP'],
    file: /^cgroup\.subtree_control$/,
    text: ({ cgroup, texts: { type = '' } }) => ({
      what: `${cgroup} is a threaded cgroup (${type.trim()}), which can enable only controllers that work on threads: cpu, cpuset, pids, perf_event`,
      remedy: 'Make the cgroup outside the threaded part of the tree.',
    }),
  },
  'group-hands-controllers-down': {
    kinds: ['enter'],
    errnos: ['EBUSY'],
    text: ({ cgroup, texts: { enabled } }) => ({
      what: `${cgroup} enables controllers for its children (${listed(enabled)}), so it cannot have processes of its own: the no-internal-processes rule`,
      remedy: `Put the process into a cgroup below it, or disable them: echo "${disabling(enabled)}" > ${cgroup}/cgroup.subtree_control`,
    }),
  },
  'group-invalid': {
    kinds: ['enter', 'read'],
    errnos: ['EOPNOTSUPP'],
    file: /^cgroup\.procs$/,
    due: 'machine',
    text: ({ cgroup, texts: { type = 'threaded' } }) => ({
      what: `${cgroup} has no whole processes: its cgroup.type is ${type.trim()}`,
      remedy: /invalid/.test(type)
        ? `echo threaded > ${cgroup}/cgroup.type`
        : `Its threads are in ${cgroup}/cgroup.threads.`,
    }),
  },
}

function disabling(controllers: string | undefined): string {
  return parseWords(controllers ?? '')
    .map(name => `-${name}`)
    .join(' ')
}
