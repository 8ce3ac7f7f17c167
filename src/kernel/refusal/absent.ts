import { cgroupFiles } from '../cgroup-file.ts'
import { controllerNames } from '../controller/name.ts'
import { usualPlace } from '../hierarchy.ts'
import { parseWords } from '../list.ts'
import type { Cause, Refusal } from './refusal.ts'
import { capableMachine } from './remedy.ts'

/** A file of a cgroup, or a line of it, that is not there, and a controller that this machine lacks. */
export const absentCauses: Readonly<Record<string, Cause>> = {
  'no-controller': {
    kinds: ['write', 'read'],
    errnos: ['ENOENT'],
    when: ({ controller, machine }) =>
      controller !== undefined && machine !== undefined && !machine.controllers.includes(controller),
    due: 'machine',
    text: ({ controller = '', machine }) => missingController([controller], machine),
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
  'not-in-root': {
    kinds: ['read'],
    errnos: ['ENOENT'],
    when: ({ cgroup, file }) => cgroup === usualPlace && rowOf(file) !== undefined && !rowOf(file)?.root,
    due: 'machine',
    text: ({ file }) => ({
      what: `the root cgroup has no ${file}: it is the whole machine`,
      remedy: 'Check a cgroup below it.',
    }),
  },
  'only-in-root': {
    kinds: ['read'],
    errnos: ['ENOENT'],
    when: ({ cgroup, file }) => cgroup !== usualPlace && rowOf(file)?.root === 'only',
    due: 'machine',
    text: ({ file }) => ({
      what: `only the root cgroup has ${file}`,
      remedy: 'Check that of `cgroup: /`.',
    }),
  },
  'pressure-off': {
    kinds: ['read'],
    errnos: ['ENOENT', 'EOPNOTSUPP'],
    file: /\.pressure$/,
    due: 'machine',
    text: ({ cgroup, wanted }) => ({
      what: `${cgroup} has no ${wanted}: pressure stall accounting is switched off, or this kernel has none`,
      remedy: `If ${cgroup}/cgroup.pressure is 0, write 1 to it; otherwise use a kernel that is built with CONFIG_PSI and started with psi=1.`,
    }),
  },
  'securityfs-not-mounted': {
    kinds: ['read'],
    errnos: ['ENOENT'],
    when: ({ path = '' }) => path.startsWith('/sys/kernel/security/'),
    due: 'machine',
    text: () => ({
      what: 'securityfs is not mounted on /sys/kernel/security of this machine, or its kernel has none',
      remedy: 'Use a machine that mounts it when it boots, as systemd does.',
    }),
  },
  'not-in-this-kernel': {
    kinds: ['write', 'read'],
    errnos: ['ENOENT'],
    // Without the list of the cgroup's controllers, or of the process's namespaces, the kernel may not be to blame.
    when: ({ kind, file, controller, texts, program }) =>
      program === undefined &&
      (kind === 'read' || Object.hasOwn(cgroupFiles, file)) &&
      (controller === undefined || texts.controllers !== undefined) &&
      (file !== 'pid_for_children' || texts.links !== undefined),
    due: 'machine',
    text: ({ wanted, file, line, since = cgroupFiles[file]?.since, machine }) => ({
      what: `this kernel${machine ? ` (${machine.release})` : ''} has no ${wanted}${line === undefined ? originOf(file, since) : ''}`,
      remedy: 'Run the lab on a kernel that has it.',
    }),
  },
  'switched-off': {
    kinds: ['read'],
    errnos: ['EOPNOTSUPP', 'ENOSYS'],
    due: 'machine',
    text: ({ path, errno }) => ({ what: `this kernel does not support reading ${path} (${errno})` }),
  },
  gone: {
    kinds: ['write', 'enter', 'read'],
    errnos: ['ENODEV', 'ESRCH'],
    // A disk that is not there has the same errno.
    when: ({ kind, file }) => kind !== 'write' || !file.startsWith('io.'),
    due: 'state',
    text: ({ subject, cgroup }) => ({ what: `${subject ?? cgroup} was removed while its files were in use` }),
  },
}

const rowOf = (file: string) => (Object.hasOwn(cgroupFiles, file) ? cgroupFiles[file] : undefined)

/** Where a file comes from: `, which Linux has since 5.4, when built with CONFIG_UCLAMP_TASK_GROUP`. */
function originOf(file: string, since: string | undefined): string {
  const config = cgroupFiles[file]?.config
  if (config === undefined) return since === undefined ? '' : `, which Linux has since ${since}`
  return `, which Linux has${since === undefined ? '' : ` since ${since},`} when built with ${config}`
}

/** The known controllers among those that are to be enabled which the machine does not have. */
export function controllersLacking({ text = '', machine }: Refusal): string[] {
  const names = parseWords(text).map(word => word.replace(/^\+/, ''))
  const known: readonly string[] = controllerNames
  return machine ? names.filter(name => known.includes(name) && !machine.controllers.includes(name)) : []
}

export function missingController(names: readonly string[], machine: Refusal['machine']) {
  const remedy = capableMachine(machine?.name)
  return {
    what: `this machine has no ${names.join(', ')} controller${names.length > 1 ? 's' : ''} for the cgroups of labs; it has ${machine?.controllers.join(', ') || 'none'}`,
    ...(remedy !== undefined && { remedy }),
  }
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
