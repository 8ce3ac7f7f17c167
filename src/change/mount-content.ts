import type { Mount } from '../linux/mountinfo.ts'

/** Kernel file systems that exist once: mounting them twice looks like a bind mount. */
const single = new Set([
  'proc',
  'sysfs',
  'cgroup2',
  'devtmpfs',
  'debugfs',
  'tracefs',
  'securityfs',
  'bpf',
  'configfs',
])

/** What is mounted: the type of a file system, or the directory that a bind mount shows a second time. */
export function contentOf(mount: Mount | undefined, others: readonly Mount[]): string {
  if (!mount) return '(nothing)'
  const { type, device, root } = mount
  if (root === '/' && single.has(type)) return type
  const [shown] = others
    .filter(other => other.device === device && isBelow(root, other.root))
    .sort((one, other) => other.root.length - one.root.length)
  if (!shown) return type
  const below = shown.root === '/' ? root : root.slice(shown.root.length)
  const path = `${shown.target}${below}`.replace(/^\/+/, '/').replace(/(?<=.)\/$/, '')
  return `${path} (bind)`
}

const isBelow = (path: string, folder: string) =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
