import { join } from 'node:path'
import { ownerLives } from './owner.ts'
import { namesIn } from './read.ts'

/** The folders below `parent` whose owner is dead; what can't be judged is nobody's to remove. */
export async function orphansIn(parent: string): Promise<string[]> {
  const names = await namesIn(parent)
  return names.filter(name => ownerLives(name) === false).map(name => join(parent, name))
}
