import { access } from 'node:fs/promises'
import { shown } from './lab-path.ts'
import { fileProblem } from './problem.ts'
import type { World } from './world.ts'

/** Fails early if the path already exists. */
export async function mustBeNew(
  path: string,
  code: 'file-exists' | 'lab-exists',
  { cwd }: World,
): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  )
  if (isThere) throw fileProblem(code, { file: shown(path, cwd) })
}
