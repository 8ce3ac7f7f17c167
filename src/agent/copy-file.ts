import { chmodSync, chownSync, copyFileSync, statSync, utimesSync } from 'node:fs'

/** Copies a file with its mode, owner and times, so that it can be restored exactly. */
export function copyFile(from: string, to: string): void {
  const { mode, uid, gid, atime, mtime } = statSync(from)
  copyFileSync(from, to)
  chownSync(to, uid, gid)
  chmodSync(to, mode & 0o7777)
  utimesSync(to, atime, mtime)
}
