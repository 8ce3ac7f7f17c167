import { bytesOf } from '../path-bytes.ts'
import { numberOf } from '../starter.ts'
import type { Survey } from './change.ts'
import { type Difference, differences } from './difference.ts'
import { kinds } from './kind.ts'
import { outputOf, type Place, sectionsOf, survey } from './survey.ts'
import { mustBeWhole } from './whole.ts'

/** How many successive rounds may revert nothing: some things hold others and must go first. */
const rounds = 3

/** The number of things that are reverted at once. */
const handful = 500

/** Reverts the differences from an earlier survey, which is in a file as well. Returns what was reverted and what was not. */
export async function restore(
  place: Place,
  before: Survey,
  file: string,
): Promise<{ restored: Difference[]; remaining: Difference[] }> {
  const found = new Map<string, Difference>()
  // Things that hold each other take more than one round; those that cannot be reverted are given up.
  let fewest = Number.POSITIVE_INFINITY
  for (let fruitless = 0; ; ) {
    const now = sectionsOf(await survey(place, file))
    const remaining = differences(before, now)
    for (const difference of remaining)
      found.set(nameOf(difference), found.get(nameOf(difference)) ?? difference)
    const todo = remaining.filter(difference => isOurs(place, difference)).slice(0, handful)
    if (todo.length === 0 || fruitless > rounds) {
      mustBeWhole(now)
      for (const difference of remaining) found.delete(nameOf(difference))
      return {
        restored: kinds.flatMap(kind => [...found.values()].filter(each => each.kind === kind)),
        remaining,
      }
    }
    fruitless = remaining.length < fewest ? 0 : fruitless + 1
    fewest = Math.min(fewest, remaining.length)
    for (const needless of await takeBack(place, todo)) found.delete(nameOf(needless))
  }
}

const isOurs = ({ exclusive }: Place, { kind, change }: Difference) =>
  (exclusive || !kind.isShared?.(change)) && kind.takeBack(change) !== undefined

const nameOf = ({ kind, change }: Difference) => `${kind.section} ${change.id}`

/** Returns the changes that an earlier revert had already undone. */
async function takeBack({ starter }: Place, todo: readonly Difference[]): Promise<Difference[]> {
  // Latest mount first.
  const inOrder = [...todo.filter(isMount).reverse(), ...todo.filter(each => !isMount(each))]
  const acts = inOrder.map(({ kind, change }) => {
    const [verb = '', ...texts] = kind.takeBack(change) ?? []
    return [verb, ...texts.map(text => bytesOf(text).toString('hex'))].join(':')
  })
  const said = await outputOf(starter, 'restore', [String(numberOf('umount2')), ...acts])
  return said
    .toString('latin1')
    .split('\n')
    .flatMap(line => (line === '' ? [] : (inOrder[Number(line)] ?? [])))
}

const isMount = ({ kind }: Difference) => kind.section === 'mount'
