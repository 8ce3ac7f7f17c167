import { cgroupFiles, limitTakes } from '../cgroup-file.ts'
import { parseWords } from '../list.ts'
import type { Cause, Refusal } from './refusal.ts'
import { quoted } from './words.ts'

/** A file, or a line of it, that is missing, and a file that refuses what was written. */
export const limitCauses: Readonly<Record<string, Cause>> = {
  'no-controller': {
    kinds: ['write', 'read'],
    errnos: ['ENOENT'],
    when: ({ controller, machine }) =>
      controller !== undefined && machine !== undefined && !machine.controllers.includes(controller),
    due: 'machine',
    text: ({ controller, machine }) => ({
      what: `this machine offers no ${controller} controller; it has ${machine?.controllers.join(', ') || 'none'}`,
      remedy: 'Run it in the VM: its kernel has all controllers.',
    }),
  },
  'controller-not-enabled': {
    kinds: ['write', 'read'],
    errnos: ['ENOENT'],
    when: refusal => isLacking(refusal) && lists(refusal.texts.above, refusal.controller) !== false,
    due: 'state',
    text: ({ wanted, controller, cgroup, parent }) => ({
      what: `${cgroup} has no ${wanted}, because the ${controller} controller is not enabled in cgroup.subtree_control of ${parent}`,
      remedy: `echo +${controller} > ${parent}/cgroup.subtree_control`,
    }),
  },
  'controller-not-enabled-above': {
    kinds: ['write'],
    errnos: ['ENOENT'],
    when: isLacking,
    due: 'state',
    text: ({ wanted, controller, cgroup, parent }) => ({
      what: `${cgroup} has no ${wanted}, because ${parent} does not have the ${controller} controller either`,
      remedy: 'Enable it from the top down, in the cgroup.subtree_control of each cgroup above.',
    }),
  },
  'pressure-off': {
    kinds: ['read'],
    errnos: ['ENOENT', 'EOPNOTSUPP'],
    file: /\.pressure$/,
    due: 'machine',
    text: ({ cgroup, wanted }) => ({
      what: `${cgroup} has no ${wanted}: pressure stall accounting is switched off, or this kernel has none`,
      remedy: `If ${cgroup}/cgroup.pressure is 0, write 1 to it; else use a kernel from 4.20 on, started with psi=1.`,
    }),
  },
  'not-in-this-kernel': {
    kinds: ['write', 'read'],
    errnos: ['ENOENT'],
    // Where the cgroup's controllers are unknown, so is whether the kernel is to blame.
    when: ({ kind, file, controller, texts }) =>
      (kind === 'read' || Object.hasOwn(cgroupFiles, file)) &&
      (controller === undefined || texts.controllers !== undefined),
    due: 'machine',
    text: ({ wanted, file, line, since = cgroupFiles[file]?.since, machine }) => ({
      what: `this kernel${machine ? ` (${machine.release})` : ''} has no ${wanted}${since && line === undefined ? `, which came with Linux ${since}` : ''}`,
      remedy: 'Use a newer kernel, or one built with it.',
    }),
  },
  'switched-off': {
    kinds: ['read'],
    errnos: ['EOPNOTSUPP', 'ENOSYS'],
    due: 'machine',
    text: ({ path, errno }) => ({ what: `the kernel does not offer ${path} (${errno})` }),
  },
  'no-disk': {
    kinds: ['write'],
    errnos: ['ENODEV'],
    file: /^io\./,
    when: ({ text = '' }) => /^\d+:\d+/.test(text),
    text: ({ text = '' }) => ({
      what: `no disk has the number ${text.split(' ')[0]}`,
      remedy: 'Name a whole disk, not a partition, by its MAJ:MIN: lsblk --nodeps',
    }),
  },
  'limit-not-understood': {
    kinds: ['write'],
    errnos: ['EINVAL', 'ERANGE'],
    when: ({ file }) => limitTakes(file) !== undefined,
    text: ({ file, text }) => ({
      what: `${file} does not take ${quoted(text)}`,
      remedy: `It takes ${limitTakes(file)}.`,
    }),
  },
  gone: {
    kinds: ['write', 'enter', 'read'],
    errnos: ['ENODEV', 'ESRCH'],
    due: 'state',
    text: ({ subject, cgroup }) => ({
      what: `${subject ?? cgroup} went away while its files were being used`,
    }),
  },
}

/** The cgroup is known not to have the controller. */
function isLacking({ texts, controller }: Refusal): boolean {
  return lists(texts.controllers, controller) === false
}

/** Whether a cgroup.controllers lists a controller; undefined where that is unknown. */
function lists(controllers: string | undefined, controller: string | undefined): boolean | undefined {
  if (controllers === undefined || controller === undefined) return undefined
  return parseWords(controllers).includes(controller)
}
