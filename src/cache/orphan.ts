import { join } from 'node:path'
import { ownerLives } from './owner.ts'
import { namesIn } from './read.ts'

/** The folders below `parent` whose owner is known to be dead. */
export async function orphansIn(parent: string): Promise<string[]> {
  const names = await namesIn(parent)
  return names.filter(name => ownerLives(name) === false).map(name => join(parent, name))
}
