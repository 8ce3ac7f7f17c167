/** Selects a process: by the name that a step gave it, as the only member of a cgroup, or as the only child of a named process. */
export type Selector =
  | { readonly name: string }
  | { readonly cgroup: string }
  | { readonly 'child-of': string }

/** The key of a process: `process box`, `process in cgroup mygroup`. */
export function processKey(select: Selector): string {
  if ('name' in select) return `process ${select.name}`
  if ('cgroup' in select) return `process in cgroup ${select.cgroup}`
  return `process child of ${select['child-of']}`
}

/** The end of a key of what a process sees, shorter for a named process: `mount /proc of box`. */
export function ofProcess(of: Selector | undefined): string {
  if (!of) return ''
  return ` of ${'name' in of ? of.name : processKey(of)}`
}
