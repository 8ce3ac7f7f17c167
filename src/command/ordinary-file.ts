import type { Stats } from 'node:fs'

/** What a path leads to instead of an ordinary file; undefined where it is one. */
export function otherThanFile(found: Stats): string | undefined {
  return kinds.find(([, is]) => is(found))?.[0]
}

const kinds: readonly (readonly [name: string, is: (found: Stats) => boolean])[] = [
  ['a symbolic link', found => found.isSymbolicLink()],
  ['a folder', found => found.isDirectory()],
  ['a pipe', found => found.isFIFO()],
  ['a socket', found => found.isSocket()],
  ['a device', found => !found.isFile()],
]

/** Why the system refused to read a path, in plain words; undefined for errors that are not of the system. */
export function systemReason(error: unknown): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException
  return code === undefined ? undefined : (reasons[code] ?? message)
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'too many levels of symbolic links',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is a file',
}
