import { parseWords } from '../list.ts'
import { controllersLacking, missingController } from './absent.ts'
import type { Cause } from './refusal.ts'
import { listed, pidsListed, quoted } from './words.ts'

/** The rules for which processes a cgroup may have, and which controllers it may enable for its children. */
export const memberCauses: Readonly<Record<string, Cause>> = {
  'controller-not-here': {
    kinds: ['write'],
    errnos: ['ENOENT', 'EINVAL'],
    file: /^cgroup\.subtree_control$/,
    when: refusal => controllersLacking(refusal).length > 0,
    due: 'machine',
    text: refusal => missingController(controllersLacking(refusal), refusal.machine),
  },
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
      what: `${quoted(text)} is not a list of controllers to enable or disable`,
      remedy: `Write + or - before the name of each controller; this cgroup has ${listed(texts.controllers)}.`,
    }),
  },
  'children-use-controller': {
    kinds: ['write'],
    errnos: ['EBUSY'],
    file: /^cgroup\.subtree_control$/,
    when: ({ text = '' }) => /(^|\s)-/.test(text),
    text: ({ cgroup, text = '' }) => ({
      what: `${text.trim()} was refused, because a cgroup below ${cgroup} still enables that controller for its own children`,
      remedy: 'Disable it from the bottom up.',
    }),
  },
  'internal-processes': {
    kinds: ['write'],
    errnos: ['EBUSY'],
    file: /^cgroup\.subtree_control$/,
    text: ({ cgroup, texts }) => ({
      what: `${cgroup} has processes of its own (${pidsListed(texts.members)}), and a cgroup with processes cannot enable controllers for its children: the no-internal-processes rule`,
      remedy: `Move them into a cgroup below it first: mkdir ${cgroup}/leaf; for p in $(cat ${cgroup}/cgroup.procs); do echo $p > ${cgroup}/leaf/cgroup.procs; done`,
    }),
  },
  'threaded-domain': {
    kinds: ['write'],
    errnos: ['EOPNOTSUPP'],
    file: /^cgroup\.subtree_control$/,
    text: ({ cgroup, texts: { type = '' } }) => ({
      what: `${cgroup} is a threaded cgroup (${type.trim()}), which can enable only controllers that can control single threads: cpu, cpuset, perf_event, pids`,
      remedy: 'Use a cgroup outside the threaded subtree for the other controllers.',
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
    due: 'state',
    text: ({ cgroup, texts: { type = 'threaded' } }) => ({
      what: `${cgroup} cannot have whole processes: its cgroup.type is ${type.trim()}`,
      remedy: /invalid/.test(type)
        ? `echo threaded > ${cgroup}/cgroup.type`
        : `Use ${cgroup}/cgroup.threads, which lists and takes single threads.`,
    }),
  },
}

function disabling(controllers: string | undefined): string {
  return parseWords(controllers ?? '')
    .map(name => `-${name}`)
    .join(' ')
}
