import { isAbsolute, join } from 'node:path'
import { problemsOf } from '../problem.ts'

/** The environment variables of the runner. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The folder for everything that can be rebuilt; it may be deleted while nothing runs. It is below `$XDG_CACHE_HOME`, if that is an
 * absolute path, or else `~/.cache` (XDG Base Directory Specification). Throws `no-cache-folder`.
 */
export function cacheRoot(env: Environment): string {
  const root = knownCacheRoot(env)
  if (root === undefined) throw problem('no-cache-folder', undefined)
  return root
}

/** The same; undefined where the environment names none. */
export function knownCacheRoot({ XDG_CACHE_HOME, HOME }: Environment): string | undefined {
  if (XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, 'unboxed')
  return HOME && isAbsolute(HOME) ? join(HOME, '.cache/unboxed') : undefined
}

/** What can go wrong with the cache, and what to do about it. */
const problem = problemsOf('machine', {
  'no-cache-folder': (_: undefined) => ({
    what: 'there is no cache folder: neither XDG_CACHE_HOME nor HOME is an absolute path',
    remedy: 'Set XDG_CACHE_HOME to the absolute path of a folder with 3 GiB free.',
  }),
})
