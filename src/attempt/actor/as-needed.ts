import { parseWords } from '../../kernel/list.ts'
import type { Operation } from '../../plan/operation.ts'
import type { Session } from '../session.ts'

/**
 * A planned operation as it is needed on the machine as it is now; undefined where there is nothing to do. What a group hands down
 * is only known then: one that the session has just made has nothing enabled and may have everything, any other is the lab's.
 */
export async function asNeeded(
  operation: Operation,
  { made, look }: Pick<Session, 'made' | 'look'>,
): Promise<Operation | undefined> {
  if (operation.op !== 'enable-controllers') return operation
  const { path, controllers, needed } = operation
  const [available, enabled] = (
    await look(
      ['controllers', 'subtree_control'].map(name => ({ read: 'file', path: `${path}/cgroup.${name}` })),
    )
  ).map(found => ('text' in found ? parseWords(found.text) : []))
  // What is needed is enabled even where it is not available, since the kernel then says why.
  const wanted = made.has(path)
    ? controllers.filter(name => available?.includes(name) || needed.includes(name))
    : needed
  const missing = wanted.filter(name => !enabled?.includes(name))
  return missing.length > 0 ? { ...operation, controllers: missing } : undefined
}
