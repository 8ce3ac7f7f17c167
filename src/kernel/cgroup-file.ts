import { core } from './controller/core.ts'
import { cpu } from './controller/cpu.ts'
import { cpuset } from './controller/cpuset.ts'
import type { CgroupFile } from './controller/file.ts'
import { hugetlb } from './controller/hugetlb.ts'
import { io } from './controller/io.ts'
import { memory } from './controller/memory.ts'
import { misc } from './controller/misc.ts'
import { pids } from './controller/pids.ts'
import { rdma } from './controller/rdma.ts'

/** Each controller's files, by the controller's name in cgroup.controllers. */
export const controllers = { cpu, cpuset, hugetlb, io, memory, misc, pids, rdma } as const satisfies Record<
  string,
  Record<string, CgroupFile>
>

/** Files that exist without the controller they are listed under; without it they lack some of their lines. */
const withoutController = new Set(['cpu.stat', 'cpu.stat.local'])

interface KnownFile extends CgroupFile {
  /** The controller without which the file does not exist. */
  readonly controller?: string
  /** The controller without which the file exists, but lacks some of its lines. */
  readonly lineController?: string
}

/** All files of a cgroup that are known, by name. */
export const cgroupFiles: Readonly<Record<string, KnownFile>> = {
  ...core,
  ...Object.fromEntries(
    Object.entries(controllers).flatMap(([controller, files]) =>
      Object.entries(files).map(([name, file]) => [
        name,
        { ...file, [withoutController.has(name) ? 'lineController' : 'controller']: controller },
      ]),
    ),
  ),
}

/** The names of all files that can be written as limits. */
export const limitNames = Object.keys(cgroupFiles).filter(name => cgroupFiles[name]?.writable)

/** What to write to a limit file for what an author wrote: `memory.max`, `512MiB` → `536870912`; undefined if the value is invalid for that file. */
export function limitText(file: string, written: string): string | undefined {
  const row = rowOf(file)
  return row?.writable ? row.format.write(written) : undefined
}

/** What may be written to a file; completes "it takes …"; undefined for an unknown file. */
export function limitTakes(file: string): string | undefined {
  const row = rowOf(file)
  if (row && !row.writable) return 'nothing: it can only be read'
  return row?.format.takes
}

/** Whether the text of a limit file says that the kernel accepted a value, but does not act on it. */
export const isLimitInvalid = (file: string, text: string): boolean =>
  rowOf(file)?.format.isInvalid?.(text) ?? false

function rowOf(file: string) {
  return Object.hasOwn(cgroupFiles, file) ? cgroupFiles[file] : undefined
}
