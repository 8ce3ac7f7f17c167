/** A cgroup's name as in a lab: its path below the base, or `/` for the base. */
export function groupName(base: string, path: string): string {
  if (path === base) return '/'
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path
}
