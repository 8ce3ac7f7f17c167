import type { Change } from '../change/change.ts'
import { changesBetween } from '../change/changes-between.ts'
import { cgroupSettings } from '../linux/cgroup-setting.ts'
import type { Inventory } from '../protocol/inventory.ts'
import type { KernelView } from './kernel-view.ts'

/** What is different between two views, in the words of `lab changed`. Usage is no change. */
export const viewChanges = (before: KernelView, after: KernelView): Change[] =>
  changesBetween(inventoryOf(before), inventoryOf(after))

/** Where cgroups are in the VM. */
const mount = '/sys/fs/cgroup'

/** A view as an inventory that knows no command lines, mounts and links. A process that is ending counts as ended. */
function inventoryOf({ machine, hostname, processes, cgroups, more }: KernelView): Inventory {
  const hosts = processes.flatMap(({ namespaces: { uts }, hostname }) =>
    uts === undefined || hostname === undefined ? [] : [[uts, hostname] as const],
  )
  return {
    base: mount,
    machine,
    more,
    processes: processes
      .filter(({ ending }) => !ending)
      .map(({ namespaces, cgroup, ...process }) => ({
        ...process,
        words: [process.name],
        root: '/',
        cgroup: directoryOf(cgroup),
        namespaces: { ...machine, ...namespaces },
      })),
    cgroups: cgroups.map(({ path, frozen, files }) => ({
      path: directoryOf(path),
      frozen,
      settings: Object.fromEntries(Object.entries(files).filter(([name]) => isSetting(name))),
    })),
    hosts: Object.fromEntries(
      [[machine.uts ?? '', hostname] as const, ...hosts].map(([uts, host]) => [uts, { host, domain: '' }]),
    ),
    ...{ mounts: {}, networks: {}, parameters: {}, users: {}, times: {}, pinned: {} },
  }
}

const directoryOf = (path: string) => (path === '/' ? mount : `${mount}${path}`)

const isSetting = (name: string) => Object.hasOwn(cgroupSettings, name)
