import type { Address } from '../address.ts'
import type { Kernel } from '../kernel.ts'
import { beginningOf, pathFrom } from './cgroup-path.ts'
import type { Mount } from './mount.ts'
import { mountList } from './mount-list.ts'
import { type Namespace, namespaceReader } from './namespace.ts'
import { type NamespaceKind, pidNamespace, proxied, proxiedKinds } from './namespaces.ts'
import { partsOf } from './parts.ts'
import { type Place, pathsOf } from './path.ts'

/** What a process sees of the machine. A zombie has given up most of it. */
export interface Surroundings {
  /** Its namespaces, with what is in them. */
  readonly namespaces: Readonly<Partial<Record<NamespaceKind, Namespace>>>
  /** Where its children will be, by identity: pid_namespaces(7). */
  readonly namespacesForChildren?: { readonly pid: string; readonly time: string }
  /** The path of its cgroup as it sees it itself: from where its cgroup namespace begins. */
  readonly cgroup?: string
  /** How far the clocks of its children are ahead: milliseconds, as /proc/PID/timens_offsets has it. */
  readonly timeOffsets?: { readonly monotonic: number; readonly boottime: number }
  /** Its root and working directory, in its own mount namespace: as the links in /proc/PID. */
  readonly root?: string
  readonly cwd?: string
  /** As /proc/PID/mountinfo has them: what can be reached from its root directory. */
  readonly mounts?: readonly Mount[]
  /** Members that cannot be told of this kernel, each with what it lacks. */
  readonly unsupported: Readonly<Record<string, string>>
}

/** Reads the surroundings of a task, whose cgroup has this path. What processes share is read once, for the time of a walk. */
export type SurroundingsReader = (task: Address, cgroup: string) => Surroundings

export function surroundingsReader(kernel: Kernel): SurroundingsReader {
  const paths = pathsOf(kernel)
  const namespaces = namespaceReader(kernel)
  const tables = new Map<string, readonly Mount[]>()
  const mountsOf = (proxy: Address, root: Place) => {
    const [namespace, cgroups] = [kernel.follow(proxy, 'nsproxy.mnt_ns'), beginning(proxy)]
    const key = [namespace, root.mount, root.dentry, cgroups].join()
    const reader = {
      ...{ kernel, paths, namespaceAt: namespaces.ofCommon },
      cgroupPath: (path: string) => pathFrom(cgroups, path),
    }
    const mounts = tables.get(key) ?? mountList(reader, namespace, root)
    tables.set(key, mounts)
    return mounts
  }
  const beginning = (proxy: Address) => beginningOf(kernel, kernel.follow(proxy, 'nsproxy.cgroup_ns'))
  const namespacesOf = (task: Address, proxy: Address) =>
    Object.fromEntries([
      ...(proxy === 0 ? [] : proxiedKinds).map(kind => [
        kind,
        namespaces.at(kind, kernel.follow(proxy, proxied[kind][0])),
      ]),
      ['pid', namespaces.at('pid', pidNamespace(kernel, kernel.follow(task, 'task_struct.thread_pid')))],
      [
        'user',
        namespaces.at('user', kernel.follow(kernel.follow(task, 'task_struct.real_cred'), 'cred.user_ns')),
      ],
    ])
  const forChildren = (proxy: Address) => ({
    pid: namespaces.at('pid', kernel.follow(proxy, 'nsproxy.pid_ns_for_children')).identity,
    time: namespaces.at('time', kernel.follow(proxy, 'nsproxy.time_ns_for_children')).identity,
  })
  return (task, cgroup) => {
    const [proxy, fs] = [kernel.pointer(task, 'task_struct.nsproxy'), kernel.pointer(task, 'task_struct.fs')]
    const { told, unsupported } = partsOf<Told>({
      ...(proxy !== 0 && {
        namespacesForChildren: () => forChildren(proxy),
        cgroup: () => pathFrom(beginning(proxy), cgroup),
        timeOffsets: () => timeOffsets(kernel, kernel.follow(proxy, 'nsproxy.time_ns_for_children')),
      }),
      ...(fs !== 0 && {
        root: () => paths.whole(placeAt(kernel, fs, 'root')),
        cwd: () => paths.whole(placeAt(kernel, fs, 'pwd')),
      }),
      ...(proxy !== 0 &&
        fs !== 0 && {
          mounts: () => mountsOf(proxy, placeAt(kernel, fs, 'root')),
        }),
    })
    return { namespaces: namespacesOf(task, proxy), ...told, unsupported }
  }
}

type Told = Omit<Surroundings, 'namespaces' | 'unsupported'>

/** A struct path has a struct vfsmount, which is a part of a struct mount. */
function placeAt(kernel: Kernel, fs: Address, of: 'root' | 'pwd'): Place {
  return {
    mount: kernel.container(kernel.follow(fs, `fs_struct.${of}.mnt`), 'mount.mnt'),
    dentry: kernel.follow(fs, `fs_struct.${of}.dentry`),
  }
}

function timeOffsets(kernel: Kernel, namespace: Address): { monotonic: number; boottime: number } {
  const offset = (clock: 'monotonic' | 'boottime') =>
    kernel.signed(namespace, `time_namespace.offsets.${clock}.tv_sec`) * 1000 +
    kernel.signed(namespace, `time_namespace.offsets.${clock}.tv_nsec`) / 1e6
  return { monotonic: offset('monotonic'), boottime: offset('boottime') }
}
