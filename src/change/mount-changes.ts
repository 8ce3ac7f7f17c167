import { type Mount, parseMountLine } from '../linux/mountinfo.ts'
import { isSystems } from '../linux/systemd-mount.ts'
import { Unreadable } from '../linux/unreadable.ts'
import { parentNamespace } from './ancestor.ts'
import type { Change } from './change.ts'
import { type MountChange, mountDifferences, mountsUnlikeCopied } from './mount-differences.ts'
import { byWords, inPlaces, type Place, placeOf } from './place.ts'
import type { Span } from './span.ts'

/** Mounts that are new, gone or different. What is the same in several namespaces, because it was propagated, is one line. */
export function mountChanges(span: Span): Change[] {
  const groups = new Map<string, { change: MountChange; places: Map<string, Place> }>()
  for (const namespace of Object.keys(span.after.inventory.mounts)) {
    const place = placeOf(span.after, 'mnt', namespace)
    for (const change of changesIn(namespace, span)) {
      const key = JSON.stringify(change)
      const group = groups.get(key) ?? { change, places: new Map() }
      groups.set(key, group)
      group.places.set(place.words, place)
    }
  }
  return [...groups.values()].map(({ change: { sign, what, rest }, places }) => {
    const all = [...places.values()].sort(byWords)
    return { sign, text: `${what}${inPlaces(all)}${rest}`, shown: all[0]?.file('mountinfo') ?? '' }
  })
}

function changesIn(namespace: string, { before, after }: Span): MountChange[] {
  const is = mountsOf(after.inventory.mounts[namespace])
  const known = before.inventory.mounts[namespace]
  if (known) return withoutFolder(mountDifferences(mountsOf(known), is))
  const copied = parentNamespace(after, 'mnt', namespace)
  const lines = copied === namespace ? undefined : after.inventory.mounts[copied]
  return lines ? mountsUnlikeCopied(mountsOf(lines), is) : []
}

const mountsOf = (lines: readonly string[] = []): Mount[] =>
  lines.flatMap(line => mountOf(line) ?? []).filter(({ target }) => !isSystems(target))

/** Undefined for a line that no kernel prints: root in the machine may answer in the agent's place. */
function mountOf(line: string): Mount | undefined {
  try {
    return parseMountLine(line)
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}

/** `ip netns add` also mounts its folder on itself, so that what it mounts in there propagates. */
function withoutFolder(changes: readonly MountChange[]): MountChange[] {
  const isPinned = changes.some(({ what }) => what.includes('namespace kept at /run/netns/'))
  return changes.filter(({ sign, what }) => !(isPinned && sign === '+' && what === 'mount on /run/netns'))
}
