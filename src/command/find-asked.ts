import { join } from 'node:path'
import type { FoundLabs } from './find-labs.ts'
import { findKnown, findLabs } from './find-labs.ts'
import { findNamed } from './find-named.ts'

/** The files of labs that are named by id, end of an id, topic, file or folder; all of the course where none is named. */
export async function findAsked(
  names: readonly string[],
  { root, cwd }: { readonly root: string; readonly cwd: string },
): Promise<FoundLabs> {
  if (names.length === 0) return findLabs(join(root, 'labs'), cwd)
  const known = await findKnown({ root, cwd })
  const found = await Promise.all(names.map(name => findNamed(name, known, cwd)))
  return {
    files: found.flatMap(({ files }) => files),
    problems: found.flatMap(({ problems }) => problems),
  }
}
