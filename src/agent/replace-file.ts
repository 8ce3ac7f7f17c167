import { renameSync, rmSync } from 'node:fs'

/** Replaces a file whole or not at all: `write` makes the new one beside it, which is then renamed. */
export function replaceFile(path: string, write: (unfinished: string) => void): void {
  const unfinished = `${path}.unboxed-part`
  rmSync(unfinished, { force: true }) // of an agent that was killed
  write(unfinished)
  renameSync(unfinished, path)
}
