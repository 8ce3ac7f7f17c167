import type { Moment } from './span.ts'

/** The namespace of this kind that the ancestors of a namespace's processes are in: what it was copied from. */
export function parentNamespace(
  { inventory, holder, byPid }: Moment,
  kind: string,
  namespace: string,
): string {
  const own = inventory.machine[kind] ?? ''
  for (let process = holder(namespace), count = 0; process && count < mostGenerations; count++) {
    const id = process.namespaces[kind]
    if (id !== undefined && id !== namespace) return id
    process = byPid(process.parent)
  }
  return own
}

const mostGenerations = 1000
