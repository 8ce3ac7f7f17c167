import { parseWords } from '../list.ts'
import type { Cause, Refusal } from './refusal.ts'
import { fileIn, fileText } from './refusal.ts'
import { pidsListed } from './words.ts'

/** The rules for making a cgroup threaded; Documentation/admin-guide/cgroup-v2.rst, "Threads". */
export const typeCauses: Readonly<Record<string, Cause>> = {
  'threaded-not-empty': {
    kinds: ['write'],
    errnos: ['EOPNOTSUPP'],
    file: /^cgroup\.type$/,
    when: ({ texts: { members = '' } }) => members.trim() !== '',
    due: 'state',
    text: ({ cgroup, texts: { members } }) => ({
      what: `${cgroup} has processes (${pidsListed(members)}), and only a cgroup without any can become threaded`,
      remedy: 'Make it threaded before the first process enters it.',
    }),
  },
  'threaded-enables-controllers': {
    kinds: ['write'],
    errnos: ['EOPNOTSUPP'],
    file: /^cgroup\.type$/,
    reads: refusal => [enabledAbove(refusal), typeAbove(refusal)],
    when: refusal => groupEnabling(refusal) !== undefined,
    due: 'state',
    text: refusal => {
      const { path = '', names = [] } = groupEnabling(refusal) ?? {}
      return {
        what: `${refusal.cgroup} cannot become threaded, because ${path} enables ${names.join(', ')} for its children, which cannot control single threads`,
        remedy: `echo "${names.map(name => `-${name}`).join(' ')}" > ${path}/cgroup.subtree_control`,
      }
    },
  },
  'threaded-below-invalid': {
    kinds: ['write'],
    errnos: ['EOPNOTSUPP'],
    file: /^cgroup\.type$/,
    reads: refusal => [typeAbove(refusal)],
    when: refusal => fileText(refusal, typeAbove(refusal))?.trim() === 'domain invalid',
    due: 'state',
    text: ({ cgroup, parent }) => ({
      what: `${cgroup} cannot become threaded before ${parent} is, whose cgroup.type is domain invalid`,
      remedy: `echo threaded > ${parent}/cgroup.type`,
    }),
  },
  'threaded-beside-processes': {
    kinds: ['write'],
    errnos: ['EOPNOTSUPP'],
    file: /^cgroup\.type$/,
    due: 'state',
    text: ({ cgroup, parent }) => ({
      what: `${cgroup} cannot become threaded, because a cgroup below it, or beside it in ${parent}, has whole processes`,
      remedy: `Move them away, or make that cgroup threaded first: grep . ${parent}/*/cgroup.procs ${cgroup}/*/cgroup.procs`,
    }),
  },
}

const enabledAbove = ({ parent }: Refusal) => fileIn(parent, 'cgroup.subtree_control')

const typeAbove = ({ parent }: Refusal) => fileIn(parent, 'cgroup.type')

/** Controllers that can control single threads. */
const threadControllers = new Set(['cpu', 'cpuset', 'perf_event', 'pids'])

/** The cgroup, itself or its parent, that enables other controllers. The root may: its children can be of either kind. */
function groupEnabling(refusal: Refusal) {
  const { cgroup, parent, texts } = refusal
  const isRoot = fileText(refusal, typeAbove(refusal)) === undefined
  const groups = [
    { path: cgroup, enabled: texts.enabled },
    { path: parent, enabled: isRoot ? '' : fileText(refusal, enabledAbove(refusal)) },
  ]
  return groups
    .map(({ path, enabled = '' }) => ({
      path,
      names: parseWords(enabled).filter(name => !threadControllers.has(name)),
    }))
    .find(({ names }) => names.length > 0)
}
