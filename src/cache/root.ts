import { isAbsolute, join } from 'node:path'
import { problemsOf } from '../problem.ts'

/** The environment variables of the runner. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The folder for everything that can be rebuilt; it may be deleted while nothing runs. It is below `$XDG_CACHE_HOME`, if that is an
 * absolute path, or else `~/.cache` (XDG Base Directory Specification). Throws `no-cache-folder`.
 */
export function cacheRoot({ XDG_CACHE_HOME, HOME }: Environment): string {
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'unboxed')
  if (HOME && isAbsolute(HOME)) return join(HOME, '.cache/unboxed')
  throw problem('no-cache-folder', undefined)
}

/** What can go wrong with the cache, and what to do about it. */
const problem = problemsOf('machine', {
  'no-cache-folder': (_: undefined) => ({
    what: 'there is no cache folder: neither XDG_CACHE_HOME nor HOME is an absolute path',
    remedy: 'Set XDG_CACHE_HOME to a folder with 2 GB free.',
  }),
})
