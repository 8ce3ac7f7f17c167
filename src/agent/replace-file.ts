import { renameSync, rmSync } from 'node:fs'

/** Replaces a file atomically: `write` creates the new one beside it, which is then renamed. */
export function replaceFile(path: string, write: (unfinished: string) => void): void {
  const unfinished = `${path}.unboxed-part`
  rmSync(unfinished, { force: true }) // left by a killed agent
  write(unfinished)
  renameSync(unfinished, path)
}
