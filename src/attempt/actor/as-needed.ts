import { parseWords } from '../../kernel/list.ts'
import type { Operation } from '../../plan/operation.ts'
import type { Session } from '../session.ts'

/**
 * Adapts a planned operation to the current state of the machine; undefined if there is nothing to do. Only now is it known which
 * cgroups the plan created: these enable the planned controllers, and cgroups of the lab only the required ones.
 */
export async function asNeeded(
  operation: Operation,
  { made, look, cgroup }: Pick<Session, 'made' | 'look' | 'cgroup'>,
): Promise<Operation | undefined> {
  if (operation.op !== 'enable-controllers') return operation
  const { path, controllers, needed } = operation
  if (made.has(path) && controllers.length === 0) return undefined
  if (groupsUpTo(path, cgroup).every(group => made.has(group))) return operation
  const files = ['controllers', 'subtree_control'].map(name => `${path}/cgroup.${name}`)
  const looks = await look(files.map(path => ({ read: 'file', path })))
  const [available, enabled] = looks.map(found => ('text' in found ? parseWords(found.text) : []))
  // Required controllers are enabled even if they are unavailable, since the kernel then gives the reason.
  const wanted = made.has(path)
    ? controllers.filter(name => available?.includes(name) || needed.includes(name))
    : needed
  const missing = wanted.filter(name => !enabled?.includes(name))
  return missing.length > 0 ? { ...operation, controllers: missing } : undefined
}

/** The cgroup and its ancestors below the base. */
function groupsUpTo(path: string, base: string): string[] {
  const names = path.slice(base.length + 1).split('/')
  return names.map((_, index) => `${base}/${names.slice(0, index + 1).join('/')}`)
}
