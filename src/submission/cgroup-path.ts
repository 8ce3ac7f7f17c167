// Each machine has another folder for the cgroups of labs, and a delegated one is another in each attempt. In what is handed in, they are
// where the embedded VM has them.

const usual = '/sys/fs/cgroup'

/** A path below there, as a shell line has it; not one that goes on with what the shell computes. */
const path = /(?<![\w./-])\/sys\/fs\/cgroup(?:\/[^\s;&|<>()'"$`]*|(?![\w.$`-]))/g

/** The line as it is handed in, from a machine with this folder. */
export function withUsualPaths(line: string, cgroup: string): string {
  return line.replace(path, found => (isBelow(found, cgroup) ? usual + found.slice(cgroup.length) : found))
}

/** The line as it is typed into a machine with this folder. A path that is there already stays. */
export function withPathsIn(line: string, cgroup: string): string {
  return line.replace(path, found => (isBelow(found, cgroup) ? found : cgroup + found.slice(usual.length)))
}

const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)
