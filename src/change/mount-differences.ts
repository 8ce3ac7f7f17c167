import type { Mount } from '../linux/mountinfo.ts'
import type { Change } from './change.ts'
import { contentOf } from './mount-content.ts'

/** A change in one mount namespace, whose name comes between the two texts. */
export interface MountChange {
  readonly sign: Change['sign']
  readonly what: string
  readonly rest: string
}

/** A namespace's mounts against what they were; a mount keeps its number for as long as it exists. */
export function mountDifferences(was: readonly Mount[], is: readonly Mount[]): MountChange[] {
  const old = new Map(was.map(mount => [mount.id, mount]))
  const kept = new Map(
    is.flatMap(mount => (isSame(old.get(mount.id), mount) ? [[mount.id, mount] as const] : [])),
  )
  const hasMoved = (mount: Mount) => kept.has(mount.id) && old.get(mount.id)?.target !== mount.target
  const isPivoted = rootOf(was)?.id !== rootOf(is)?.id && is.some(hasMoved)
  const isTold = ({ id, target }: Mount) => !kept.has(id) && !(isPivoted && target === '/')
  const pivoted = {
    sign: '~',
    what: 'root file system',
    rest: ` is now ${contentOf(rootOf(is), was)}`,
  } as const
  return [
    ...(isPivoted ? [pivoted] : []),
    ...is.filter(isTold).map(mount => told('+', mount, was)),
    ...was.flatMap(before => {
      const mount = kept.get(before.id)
      if (!mount) return [told('-', before, was)]
      return [
        ...(hasMoved(mount) && !isPivoted ? [moved(before, mount)] : []),
        ...optionChange(before, mount),
      ]
    }),
  ]
}

/** The mounts of a new namespace against those it was copied from: the copies have other numbers, and propagate differently. */
export function mountsUnlikeCopied(original: readonly Mount[], is: readonly Mount[]): MountChange[] {
  const key = ({ device, root, target }: Mount) => `${device} ${root} ${target}`
  const [had, has] = [original, is].map(mounts => new Set(mounts.map(key))) as [Set<string>, Set<string>]
  const root = rootOf(is)
  if (root && !had.has(key(root))) {
    const rest = ` is ${contentOf(root, original)}, with ${is.length - 1} mounts below it`
    return [{ sign: '~', what: 'root file system', rest }]
  }
  return [
    ...is.filter(mount => !had.has(key(mount))).map(mount => told('+', mount, original)),
    ...original.filter(mount => !has.has(key(mount))).map(mount => told('-', mount, original)),
  ]
}

const rootOf = (mounts: readonly Mount[]) => mounts.findLast(({ target }) => target === '/')

const isSame = (was: Mount | undefined, is: Mount) => was?.device === is.device && was.root === is.root

function told(sign: '+' | '-', mount: Mount, before: readonly Mount[]): MountChange {
  const target = mount.target
  if (mount.type === 'nsfs')
    return { sign, what: `${mount.root.split(':')[0]} namespace kept at ${target}`, rest: '' }
  const others = before.filter(({ id }) => id !== mount.id)
  return { sign, what: `mount on ${target}`, rest: `: ${contentOf(mount, others)}` }
}

const moved = (was: Mount, is: Mount): MountChange => ({
  sign: '~',
  what: `mount on ${was.target}`,
  rest: ` moved to ${is.target}`,
})

function optionChange(was: Mount, is: Mount): MountChange[] {
  const lists = [[was.options, is.options] as const, [was.superOptions, is.superOptions] as const]
  const words = lists.flatMap(([old, now]) => [
    ...now.filter(option => !old.includes(option)).map(option => `+${option}`),
    ...old.filter(option => !now.includes(option)).map(option => `-${option}`),
  ])
  const propagation =
    was.propagation === is.propagation ? [] : [`propagation ${was.propagation} → ${is.propagation}`]
  const rest = [...new Set(words), ...propagation].join(' ')
  return rest === '' ? [] : [{ sign: '~', what: `mount on ${is.target}`, rest: `: ${rest}` }]
}
