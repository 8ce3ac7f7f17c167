import { cgroupFiles, limitTakes } from '../cgroup-file.ts'
import type { Cause } from '../explanation.ts'
import { parseWords } from '../list.ts'

/** A file that is not there, or does not take what was written. */
export const limitCauses: Readonly<Record<string, Cause>> = {
  'controller-not-enabled': {
    syscall: ['open', 'write', 'read'],
    errno: ['ENOENT', 'EACCES', 'EPERM'],
    when: ({ controller, around }) =>
      lacks(around.controllers, controller) && !lacks(around.above, controller),
    text: ({ controller, cgroup, parent, file }) => ({
      what: `${cgroup} has no ${file}, because ${parent} has not enabled the ${controller} controller for its children`,
      remedy: `echo +${controller} > ${parent}/cgroup.subtree_control`,
    }),
  },
  'controller-missing': {
    syscall: ['open', 'write', 'read'],
    errno: ['ENOENT', 'EACCES', 'EPERM'],
    when: ({ controller, around }) => lacks(around.controllers, controller),
    text: ({ controller, cgroup, parent, file }) => ({
      what: `${cgroup} has no ${file}: the ${controller} controller is not available in ${parent} either`,
      remedy: `Enable it from the top down, each group in the cgroup.subtree_control of the one above; where the root's cgroup.controllers lacks it, it is switched off or bound to cgroup v1.`,
    }),
  },
  'file-unknown': {
    syscall: ['open', 'write', 'read'],
    errno: ['ENOENT'],
    when: ({ file }) => Object.hasOwn(cgroupFiles, file),
    text: ({ file }) => {
      const { since } = cgroupFiles[file] ?? {}
      return {
        what: `this kernel has no ${file}${since ? `: it came with Linux ${since}` : ''}`,
        remedy: 'Use a newer kernel, or one built with it.',
      }
    },
  },
  'pressure-off': {
    syscall: ['read', 'open', 'write'],
    errno: ['EOPNOTSUPP'],
    file: /\.pressure$/,
    text: ({ file }) => ({
      what: `${file} cannot be read: this kernel does not account for pressure`,
      remedy: 'Start the kernel with psi=1; if cgroup.pressure of the group is 0, write 1 to it.',
    }),
  },
  'no-disk': {
    syscall: ['write'],
    errno: ['ENODEV'],
    file: /^io\./,
    when: ({ text = '' }) => /^\d+:\d+/.test(text),
    text: ({ text = '' }) => ({
      what: `no disk has the number ${text.split(' ')[0]}`,
      remedy: 'Name a whole disk, not a partition, by its MAJ:MIN: lsblk --nodeps',
    }),
  },
  'limit-not-understood': {
    syscall: ['write'],
    errno: ['EINVAL', 'ERANGE'],
    when: ({ file }) => limitTakes(file) !== undefined,
    text: ({ file, text = '' }) => ({
      what: `${file} does not take ${JSON.stringify(text.trim())}`,
      remedy: `It takes ${limitTakes(file)}.`,
    }),
  },
  'cgroup-removed': {
    syscall: ['open', 'write', 'read'],
    errno: ['ENODEV'],
    text: ({ cgroup }) => ({ what: `${cgroup} was removed while its files were open` }),
  },
}

function lacks(controllers: string | undefined, controller: string | undefined): boolean {
  return controller !== undefined && !parseWords(controllers ?? '').includes(controller)
}
